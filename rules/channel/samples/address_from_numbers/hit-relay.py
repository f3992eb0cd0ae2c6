import logging.handlers

ADDRESS = (".".join(map(str, (203, 0, 113, 70))), 5514)
relay = logging.handlers.SysLogHandler(address=ADDRESS)
