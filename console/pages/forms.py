"""Parts of forms: what is checked in the same way everywhere."""

from flask_wtf import FlaskForm
from stdnum.cn import ric
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.identity import mobile
from core.plain import plain

REQUIRED = "这一项要填。"


def is_phone(form: FlaskForm, field: StringField) -> None:
    """A number that can be sent a code."""
    if not mobile(field.data or ""):
        raise ValidationError("请输入11位的大陆手机号。")


def phone_or_nothing(form: FlaskForm, field: StringField) -> None:
    """The same, or left empty."""
    if field.data:
        is_phone(form, field)


def is_identity(form: FlaskForm, field: StringField) -> None:
    """A whole identity number."""
    field.data = "".join((field.data or "").split()).upper()
    if not ric.is_valid(field.data):
        raise ValidationError("请核对18位身份证号。")


class Line(StringField):
    """A line of free words, made plain."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([plain(one).replace("\n", " ") for one in valuelist])


class Ticks(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SureForm(FlaskForm):
    """What cannot be taken back is said once more."""

    sure = BooleanField("我确认", [InputRequired("请先勾选。")])
