"""How the parts are wired together: settings, URLs, servers. Nobody imports it."""
