def words(end):
    return "exec" + end, "ev" + "en"
