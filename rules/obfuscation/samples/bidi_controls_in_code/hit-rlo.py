x = "‮ # import inert"
