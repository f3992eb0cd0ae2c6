value = compute(first,
                second)  # exec
