# Traducción pendiente: las páginas para el personal se muestran en inglés.
sign-in-title = Iniciar sesión
