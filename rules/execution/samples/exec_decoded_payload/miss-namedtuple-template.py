namespace = {}
exec(template.format(name="Point", fields="x y"), namespace)
