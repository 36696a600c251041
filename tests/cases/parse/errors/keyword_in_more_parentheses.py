class C(((a.b))=1): pass
