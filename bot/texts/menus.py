"""The account's menus, and what is said of making them."""

from bot.texts import help as help_texts
from bot.texts.common import HELP_WORDS

FILE = help_texts.FILE
MINE = help_texts.MINE
TODO = help_texts.TODO
ESTATES = help_texts.ESTATES
PEOPLE = help_texts.PEOPLE
HELP = HELP_WORDS[0]

MANAGER_TAG = "码上办项目经理"
COMPANY_TAG = "码上办物业企业"
OFFICER_TAG = "码上办街道区局"

TAG_MADE = "新建标签“{name}”"
MENU_MADE = "发布菜单"
STAFF_MENU_MADE = "发布“{name}”的菜单"
