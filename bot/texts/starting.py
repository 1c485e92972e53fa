"""What is said to whoever starts a program that refuses to start."""

NOT_DURABLE = {
    "wal": "SQLite 在这个位置不能用 WAL，断电会丢数据：请把 DATABASE_URL 的文件放在本机磁盘上，不要放网络盘",
    "sqlite": "SQLite 没有接受 synchronous=FULL，断电会丢数据：请换用 Python 自带的 SQLite",
    "synchronous_commit": "PostgreSQL 没有接受 synchronous_commit=on，断电会丢数据：请去掉连接池里改它的设置",
    "fsync": "PostgreSQL 的 fsync 关着，断电会丢数据甚至坏库：请在 postgresql.conf 里设 fsync = on，重启它再启动",
}
"""By the reason of `core.store.durable.NotDurable`."""
