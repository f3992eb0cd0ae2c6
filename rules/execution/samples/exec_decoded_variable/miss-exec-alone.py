source = render(fields)
exec(source, namespace)
