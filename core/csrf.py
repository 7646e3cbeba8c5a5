"""Protection against forged requests: on for every request that changes something.

A view whose form keeps what was typed when the token is old is exempted here and checks the token by its
own form, so that the page comes back with the words still in it.
"""

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
