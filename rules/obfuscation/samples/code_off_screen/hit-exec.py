x = 1                                                                                                                        exec("print(1)")
