IlIlIlIlIlIlIl = 1
lIlIlIlIlIlIlI = IlIlIlIlIlIlIl
