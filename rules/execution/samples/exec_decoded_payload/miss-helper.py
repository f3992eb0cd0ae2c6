exec(render("header.tmpl", name="x"))
value = eval(quote("a" * 40))
