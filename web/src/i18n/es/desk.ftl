# El marco de las mesas de una votación
desk-sign-in = Primero inicie sesión
desk-sign-in-detail = Esta página es para el personal de la votación.
desk-sign-in-go = Iniciar sesión
desk-forbidden = No tiene ninguna función en la asamblea de esta votación.
desk-navigation = Mesas de esta votación
desk-prepare = Preparar
desk-codes = Códigos
desk-watch = Seguir
desk-close = Cerrar y certificar
desk-heading-prepare = Preparar: { $round }
desk-heading-codes = Códigos de voto: { $round }
desk-heading-watch = Seguir: { $round }
desk-heading-close = Cerrar y certificar: { $round }
