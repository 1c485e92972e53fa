"""The 码上办 poster of an estate: one layout, printed as a picture or as a PDF.

    with store.reading() as tx:
        line = area_line(tx, area_id)                    # core.queries
    told_missing(line)                                   # sentences; [] where it may be printed (core.printing)
    url = kept(line.area, settings)                      # "" until the worker has it from WeChat (bot.account.codes)
    poster = poster_of(line, url, durations(settings), settings.sms_number)
    png(laid_out(poster, Size.A5))                       # or pdf([laid_out(poster, Size.A4)], poster.name)

WeChat is asked for links by commands and the worker alone, never by a web request.
"""

from bot.posters.document import pdf
from bot.posters.facts import Poster, poster_of, told_missing
from bot.posters.layout import Size, laid_out
from bot.posters.picture import png

__all__ = ["Poster", "Size", "laid_out", "pdf", "png", "poster_of", "told_missing"]
