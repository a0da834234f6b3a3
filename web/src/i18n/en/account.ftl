account-title = Account
account-noscript = This page needs JavaScript.
account-login = Login: { $login }
totp-there = Codes of your app are asked for when you sign in.
totp-replace = Set up another app
totp-finish = Finish
recovery-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
  }
recovery-renew = New recovery codes
password-title = Password
password-change = Change the password
password-changed = The password is changed. Your other sessions have ended.
sessions-title = Where you are signed in
sessions-about = By time only: from where somebody signs in is not kept.
sessions-begun = Signed in
sessions-used = Last used
sessions-this = This session
sessions-end = End
sessions-end-all = Sign out everywhere
