"""The product served without our middleware, for W1; every other middleware stays, security included."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE as EVERY

MIDDLEWARE = [
    "benchmarks.other_middleware.Named" if name == "access.middleware.StandingMiddleware" else name
    for name in EVERY
    if name != "access.middleware.RequestMiddleware"
]
