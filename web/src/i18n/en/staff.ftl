# What pages for staff share
staff-navigation = Staff
staff-home = Your rounds
staff-account = Account
staff-key = Signing key
staff-people = People
sign-in-done = Signed in as { $name }.
sign-in-role = { $role } of { $assembly }
sign-out = Sign out
roles-title = Your roles
roles-none = No roles yet.
role-administrator = Administrator
role-facilitator = Facilitator
role-reviewer = Reviewer
role-clerk = Clerk
role-registrar = Registrar
role-trustee = Trustee
role-observer = Observer
go-on = Go on
cancel = Cancel

confirm-title = Is it still you?
confirm-about = This cannot be taken back, so you are asked once more. The next five minutes you will not be.
confirm-either = Password, or code of your app
confirm-password = Password
confirm-go = Confirm

problem-bad-login = Login or password is wrong.
problem-bad-code = The code does not fit, or has been used already. Wait for the next one.
problem-too-many-attempts = Too many attempts. Wait a few minutes.
problem-invitation-ended = This link has been used, has ended or was withdrawn. Ask an administrator for a new one.
problem-forbidden = Your roles do not allow this.
problem-conflict = This cannot be done: somebody else has it already, or it does not exist.
problem-quota = You have brought as many pictures as one person may in 30 days. Whoever runs the server can allow more.
problem-not-found = This is no longer there. Load the page again.
problem-not-signed-in = You are no longer signed in. Sign in again in another window, then go on here.

password-hint = At least 12 characters. A few words that do not belong together are hard to guess and easy to keep in mind.
password-short = The password is too short: it has at least 12 characters.
password-show = Show it while I type
password-new = New password

totp-title = Authenticator app
totp-about = A second proof beside the password: an app on your phone shows a new code every 30 seconds. Any app for TOTP will do, for example Aegis, FreeOTP, 2FAS or Google Authenticator.
totp-qr = Code for the authenticator app
totp-scan = Scan this with the app.
totp-open = Or, on the phone itself, open the app
totp-type = Or type this into it:
totp-code = Code that the app shows
totp-code-hint = Six digits
totp-code-missing = Type the six digits that the app shows.
totp-missing = Your account has no authenticator app
totp-missing-detail = Whoever learns your password can sign in as you.
totp-set-up = Set up an authenticator app
totp-later = I will do this later

recovery-title = Recovery codes
recovery-about = Without the app, each of these signs you in once. They are not shown again: keep them on paper, or in a password manager that is not on the same phone.
recovery-file = Recovery codes of { $login } at { $host }; each can be used once.
recovery-save = Save as a file
recovery-print = Print
recovery-kept = I have put them in a safe place

key-passphrase-wrong = The passphrase is wrong.
key-working = Working. This takes a moment on purpose:
key-file-wrong = This is not a secret key file of minisign, or it is damaged.
kind-legend = Kind of round
kind-real = Real
kind-real-about = It is counted and certified.
kind-rehearsal = Rehearsal
kind-rehearsal-about = For practice: it looks different everywhere and can never be certified.
work-untitled = Round without a title
