"""How are passwords hashed? Argon2id, 64 MiB, three passes (security: measured at about 0.15 s)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 3
    memory_cost = 65_536
    parallelism = 4
