account-title = Cuenta
account-noscript = Esta página necesita JavaScript.
account-login = Usuario: { $login }
totp-there = Al iniciar sesión se piden los códigos de su aplicación.
totp-replace = Configurar otra aplicación
totp-finish = Terminar
recovery-left = { $count ->
    [one] Queda un código de recuperación.
   *[other] Quedan { $count } códigos de recuperación.
  }
recovery-renew = Códigos de recuperación nuevos
password-title = Contraseña
password-change = Cambiar la contraseña
password-changed = La contraseña ha cambiado. Sus otras sesiones han terminado.
sessions-title = Dónde tiene sesión iniciada
sessions-about = Solo por la hora: no se guarda desde dónde entra nadie.
sessions-begun = Inicio
sessions-used = Último uso
sessions-this = Esta sesión
sessions-end = Terminar
sessions-end-all = Cerrar sesión en todas partes
