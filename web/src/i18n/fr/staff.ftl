# Ce que partagent les pages du personnel
staff-navigation = Personnel
staff-home = Vos scrutins
staff-account = Compte
staff-key = Clé de signature
staff-people = Personnes
sign-in-done = Connecté en tant que { $name }.
sign-in-role = { $role } de { $assembly }
sign-out = Se déconnecter
roles-title = Vos fonctions
roles-none = Aucune fonction pour le moment.
role-administrator = Administration
role-facilitator = Animation
role-reviewer = Examen des projets
role-clerk = Secrétariat
role-registrar = Registre des codes
role-trustee = Dépositaire
role-observer = Observation
go-on = Continuer
cancel = Annuler

confirm-title = Est-ce toujours vous ?
confirm-about = Ceci est irréversible ; on vous le demande donc encore une fois. Pendant les cinq prochaines minutes, on ne vous le demandera plus.
confirm-either = Mot de passe, ou code de votre application
confirm-password = Mot de passe
confirm-go = Confirmer

problem-bad-login = Identifiant ou mot de passe incorrect.
problem-bad-code = Le code ne convient pas ou a déjà servi. Attendez le suivant.
problem-too-many-attempts = Trop de tentatives. Attendez quelques minutes.
problem-invitation-ended = Ce lien a déjà servi, a expiré ou a été retiré. Demandez-en un nouveau à l’administration.
problem-forbidden = Vos fonctions ne le permettent pas.
problem-conflict = C’est impossible : une autre personne l’a déjà, ou cela n’existe pas.
problem-quota = Vous avez envoyé autant d’images qu’une personne le peut en 30 jours. L’exploitant du serveur peut en permettre davantage.
problem-not-found = Ce n’est plus là. Rechargez la page.
problem-not-signed-in = Vous n’êtes plus connecté. Reconnectez-vous dans une autre fenêtre, puis continuez ici.

password-hint = Au moins 12 caractères. Quelques mots sans rapport entre eux sont difficiles à deviner et faciles à retenir.
password-short = Le mot de passe est trop court : il faut au moins 12 caractères.
password-show = L’afficher pendant la saisie
password-new = Nouveau mot de passe

totp-title = Application d’authentification
totp-about = Une seconde preuve en plus du mot de passe : une application de votre téléphone affiche un nouveau code toutes les 30 secondes. Toute application TOTP convient, par exemple Aegis, FreeOTP, 2FAS ou Google Authenticator.
totp-qr = Code pour l’application d’authentification
totp-scan = Scannez ceci avec l’application.
totp-open = Ou, sur le téléphone même, ouvrez l’application
totp-type = Ou saisissez-y ceci :
totp-code = Code que l’application affiche
totp-code-hint = Six chiffres
totp-code-missing = Saisissez les six chiffres que l’application affiche.
totp-missing = Votre compte n’a pas d’application d’authentification
totp-missing-detail = Quiconque apprend votre mot de passe peut se connecter à votre place.
totp-set-up = Configurer une application d’authentification
totp-later = Je le ferai plus tard

recovery-title = Codes de secours
recovery-about = Sans l’application, chacun d’eux vous connecte une fois. Ils ne seront plus affichés : gardez-les sur papier, ou dans un gestionnaire de mots de passe qui n’est pas sur le même téléphone.
recovery-file = Codes de secours de { $login } sur { $host } ; chacun sert une fois.
recovery-save = Enregistrer dans un fichier
recovery-print = Imprimer
recovery-kept = Je les ai mis en lieu sûr

key-passphrase-wrong = La phrase secrète est incorrecte.
key-working = En cours. Cela prend un moment, exprès :
key-file-wrong = Ce n’est pas un fichier de clé secrète de minisign, ou il est abîmé.
kind-legend = Type de scrutin
kind-real = Réel
kind-real-about = Il est dépouillé et certifié.
kind-rehearsal = Répétition
kind-rehearsal-about = Pour s’exercer : elle se distingue partout et ne peut jamais être certifiée.
work-untitled = Scrutin sans titre
