"""The smallest bot that can be talked to: wechatpy opens and seals, so the simulator's crypto meets another's."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask, request
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import ArticlesReply, TextReply
from werkzeug.serving import make_server

CHOICE = '请选择 <a href="weixin://bizmsgmenu?msgmenucontent=%E6%8E%A5%E6%94%B6&msgmenuid=accept%3A1">1 接收</a>'


class EchoBot:
    """Repeats what it hears; some words make it misbehave. `bodies` and `posts` keep what was delivered."""

    def __init__(self, token: str, aes_key: str, app_id: str) -> None:
        self.crypto = WeChatCrypto(token, aes_key, app_id)
        self.bodies: list[bytes] = []
        self.posts: list[tuple[str, object]] = []
        self.app = Flask(__name__)
        self.app.add_url_rule("/wechat", view_func=self.wechat, methods=["POST"])
        self.app.add_url_rule("/<path:path>", view_func=self.callback, methods=["POST"])

    def wechat(self) -> str | tuple[str, int]:
        self.bodies.append(request.get_data())
        args = request.args
        xml = self.crypto.decrypt_message(request.get_data(), args["msg_signature"], args["timestamp"], args["nonce"])
        message = parse_message(xml)
        words = message.content if message.type == "text" else f"{message.type}:{getattr(message, 'event', '')}"
        if words == "慢" and len(self.bodies) < 3:
            time.sleep(0.6)
        replies = {"沉默": "success", "坏": '{"text": "hi"}', "明文": TextReply(content="x", message=message).render()}
        if words in replies:
            return replies[words]
        if words == "错":
            return "broken", 500
        reply = TextReply(content=CHOICE if words == "选" else f"听到:{words}", message=message)
        if words == "图文":
            reply = ArticlesReply(message=message, articles=[{"title": "一", "url": "http://a"}, {"title": "二"}])
        return self.crypto.encrypt_message(reply.render(), args["nonce"], args["timestamp"])

    def callback(self, path: str) -> dict[str, object]:
        self.posts.append((path, request.get_json()))
        return {"code": 0, "msg": "成功"}


@contextmanager
def listening(bot: EchoBot) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, bot.app, threaded=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
