"""Peer c: what most people begin with, wechatpy's own Flask example in safe mode. It echoes and keeps nothing."""

from flask import Flask, abort, request
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from bench.account import AES_KEY, APP_ID, TOKEN


def create_app() -> Flask:
    """The application; its crypto is made once, which the example does at each request."""
    app = Flask(__name__)
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)

    @app.post("/wechat")
    def wechat() -> str:
        given = request.args.get
        timestamp, nonce = given("timestamp", ""), given("nonce", "")
        try:
            check_signature(TOKEN, given("signature", ""), timestamp, nonce)
            xml = crypto.decrypt_message(request.data, given("msg_signature", ""), timestamp, nonce)
        except (InvalidSignatureException, InvalidAppIdException):
            abort(403)
        message = parse_message(xml)
        return str(
            crypto.encrypt_message(
                create_reply(getattr(message, "content", "scan"), message).render(), nonce, timestamp
            )
        )

    return app
