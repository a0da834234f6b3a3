account-title = Compte
account-noscript = Cette page nécessite JavaScript.
account-login = Identifiant : { $login }
totp-there = Les codes de votre application sont demandés à la connexion.
totp-replace = Configurer une autre application
totp-finish = Terminer
recovery-left = { $count ->
    [one] Il reste { $count } code de secours.
   *[other] Il reste { $count } codes de secours.
  }
recovery-renew = Nouveaux codes de secours
password-title = Mot de passe
password-change = Changer le mot de passe
password-changed = Le mot de passe est changé. Vos autres sessions sont terminées.
sessions-title = Où vous êtes connecté
sessions-about = Par heure seulement : l’endroit d’où l’on se connecte n’est pas conservé.
sessions-begun = Connexion
sessions-used = Dernier usage
sessions-this = Cette session
sessions-end = Terminer
sessions-end-all = Se déconnecter partout
