"""The hot paths, each measured against another side in one run: see docs and `./run bench`.

Outside the import contracts, so that the other side can be set up. Every module here has `run(rounds)`.
"""
