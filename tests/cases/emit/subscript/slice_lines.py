def f(call, text):
    call(
        text(a=1,
             b=2)[-33:],
        text(1)[
            :
            2,
            3],
        '.test')
    text[
        1:
    ] = 1
