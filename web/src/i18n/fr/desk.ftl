# Le cadre des bureaux d’un scrutin
desk-sign-in = Connectez-vous d’abord
desk-sign-in-detail = Cette page est réservée à l’équipe du scrutin.
desk-sign-in-go = Se connecter
desk-forbidden = Vous n’avez aucun rôle dans l’assemblée de ce scrutin.
desk-navigation = Bureaux de ce scrutin
desk-prepare = Préparer
desk-codes = Codes
desk-watch = Suivre
desk-close = Clore et certifier
desk-heading-prepare = Préparer : { $round }
desk-heading-codes = Codes de vote : { $round }
desk-heading-watch = Suivre : { $round }
desk-heading-close = Clore et certifier : { $round }
