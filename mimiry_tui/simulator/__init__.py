"""A simulated Mimiry cloud over real sockets, for the demo, the tests and the screenshots.

Nothing but the command line imports this package, and only when it is asked for: it needs the
`demo` extra (starlette, uvicorn).
"""
