"""The WeChat account's own set-up: its menus, the tags that show staff their own, its templates, its push address."""
