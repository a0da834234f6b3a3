# Lo que comparten las páginas del personal
staff-navigation = Personal
staff-home = Sus votaciones
staff-account = Cuenta
staff-key = Clave de firma
staff-people = Personas
sign-in-done = Sesión iniciada como { $name }.
sign-in-role = { $role } de { $assembly }
sign-out = Cerrar sesión
roles-title = Sus funciones
roles-none = Todavía sin funciones.
role-administrator = Administración
role-facilitator = Dinamización
role-reviewer = Revisión
role-clerk = Secretaría
role-registrar = Registro de códigos
role-trustee = Custodia de la clave
role-observer = Observación
go-on = Continuar
cancel = Cancelar

confirm-title = ¿Sigue siendo usted?
confirm-about = Esto no se puede deshacer, por eso se le pregunta otra vez. Durante los próximos cinco minutos no se le volverá a preguntar.
confirm-either = Contraseña o código de su aplicación
confirm-password = Contraseña
confirm-go = Confirmar

problem-bad-login = El usuario o la contraseña no son correctos.
problem-bad-code = El código no es correcto o ya se ha usado. Espere al siguiente.
problem-too-many-attempts = Demasiados intentos. Espere unos minutos.
problem-invitation-ended = Este enlace ya se ha usado, ha caducado o se ha retirado. Pida otro a la administración.
problem-forbidden = Sus funciones no lo permiten.
problem-conflict = No se puede hacer: ya lo tiene otra persona o no existe.
problem-quota = Ha subido todas las imágenes que puede subir una persona en 30 días. Quien lleva el servidor puede permitir más.
problem-not-found = Ya no está aquí. Vuelva a cargar la página.
problem-not-signed-in = Ya no tiene la sesión iniciada. Iníciela de nuevo en otra ventana y siga aquí.

password-hint = Al menos 12 caracteres. Unas pocas palabras que no van juntas son difíciles de adivinar y fáciles de recordar.
password-short = La contraseña es demasiado corta: debe tener al menos 12 caracteres.
password-show = Mostrarla mientras escribo
password-new = Contraseña nueva

totp-title = Aplicación de autenticación
totp-about = Una segunda prueba además de la contraseña: una aplicación del teléfono muestra un código nuevo cada 30 segundos. Sirve cualquier aplicación de TOTP, por ejemplo Aegis, FreeOTP, 2FAS o Google Authenticator.
totp-qr = Código para la aplicación de autenticación
totp-scan = Escanéelo con la aplicación.
totp-open = O, en el propio teléfono, abra la aplicación
totp-type = O escriba esto en ella:
totp-code = Código que muestra la aplicación
totp-code-hint = Seis cifras
totp-code-missing = Escriba las seis cifras que muestra la aplicación.
totp-missing = Su cuenta no tiene aplicación de autenticación
totp-missing-detail = Quien conozca su contraseña puede entrar en su nombre.
totp-set-up = Configurar una aplicación de autenticación
totp-later = Lo haré más tarde

recovery-title = Códigos de recuperación
recovery-about = Sin la aplicación, cada uno de estos le permite entrar una vez. No se vuelven a mostrar: guárdelos en papel o en un gestor de contraseñas que no esté en el mismo teléfono.
recovery-file = Códigos de recuperación de { $login } en { $host }; cada uno sirve una vez.
recovery-save = Guardar en un archivo
recovery-print = Imprimir
recovery-kept = Los he guardado en un lugar seguro

key-passphrase-wrong = La frase de paso no es correcta.
key-working = Trabajando. Tarda un momento a propósito:
key-file-wrong = No es un archivo de clave secreta de minisign o está dañado.
kind-legend = Tipo de votación
kind-real = Real
kind-real-about = Se cuenta y se certifica.
kind-rehearsal = Ensayo
kind-rehearsal-about = Para practicar: se distingue en todas partes y nunca se puede certificar.
work-untitled = Votación sin título
