codes-title = Códigos de voto
codes-noscript = Los códigos se crean en su ordenador y el servidor nunca los ve. Para ello hace falta JavaScript.
codes-sign-in-other = Iniciar sesión de nuevo en otra ventana
codes-clerks-only = Solo la secretaría crea y anula códigos. Aquí ve los que hay.
codes-no-draft = La votación aún no está redactada. Los códigos se pueden crear en cuanto tenga distritos.
codes-sign-list = La lista de códigos se firma antes de abrir la votación
codes-sign-list-detail = Cuando estén todos los lotes, el registro y la secretaría firman la lista. Hasta la apertura se pueden añadir y retirar lotes; después, aquí se buscan y anulan códigos sueltos.

codes-batches = Lotes hasta ahora
codes-batches-more = Mostrar más (quedan { $count })
codes-no-batches = Esta votación aún no tiene códigos.
codes-total = { $codes ->
    [one] Un código
   *[other] { $codes } códigos
  } en { $batches ->
    [one] un lote
   *[other] { $batches } lotes
  }{ $void ->
    [0] .
   *[other] , { $void } de ellos anulados.
  }
codes-codes = { $count ->
    [one] código
   *[other] códigos
  }
codes-purpose = Uso
codes-purpose-letter = Cartas
codes-purpose-letter-hint = Una hoja para cada votante, por correo.
codes-purpose-card = Tarjetas
codes-purpose-card-hint = 24 por página, para cortar y repartir.
codes-purpose-walk-in = Mostrador
codes-purpose-walk-in-hint = Para quien viene sin carta.
codes-purpose-spare = Reserva
codes-purpose-spare-hint = Se guardan cerrados, para sustituir códigos anulados.
codes-district = Distrito
codes-site = Lugar
codes-void = Anulado
codes-batch = Lote
codes-remove = Retirar { $batch }
codes-remove-ask = ¿Retirar este lote?
codes-remove-detail = { $count ->
    [one] Su código
   *[other] Sus { $count } códigos
  } no valdrán en esta votación, estén impresos o no. El lote se puede crear de nuevo con otros códigos.
codes-remove-go = Retirarlo

codes-new = Lote nuevo
codes-step-form = Plan
codes-step-make = Crear
codes-step-save = Imprimir y guardar
codes-step-done = En vigor
codes-about = Los códigos se crean en esta ventana, en este ordenador. El servidor solo recibe sus claves públicas, nunca los códigos.
codes-count = Número de códigos
codes-count-hint = Como máximo { $max } en un lote.
codes-small = Menos de 50 códigos dicen mucho sobre quién ha votado. Si puede, cree un lote mayor.
codes-choose = Elegir
codes-site-hint = Opcional: dónde se reparten estos códigos, p. ej. biblioteca-norte. Minúsculas sin acento, cifras y guiones.
codes-name = Nombre del lote
codes-name-hint = Minúsculas sin acento, cifras y guiones. Figura en el registro público.
codes-make = Crear los códigos
codes-error-count = Escriba un número de 1 a { $max }.
codes-error-district = Elija el distrito cuya papeleta reciben estos códigos.
codes-error-site = Use minúsculas sin acento, cifras y guiones para el lugar, 32 como máximo.
codes-error-name = Use minúsculas sin acento, cifras y guiones para el nombre, 32 como máximo.
codes-error-taken = Ya hay un lote { $batch }. Elija otro nombre.
codes-error-batches = La votación ya tiene todos los lotes que puede tener.
codes-making = Creando códigos en este ordenador
codes-made = { $made } de { $count }
codes-percent = { $percent } por ciento
codes-cancel = Cancelar
codes-make-failed = No se han podido crear los códigos en este navegador. No se ha enviado nada. Inténtelo de nuevo o use otro navegador.
codes-sending = Enviando las claves públicas
codes-sent = { $percent } %
codes-interrupted = Se ha cortado la conexión
codes-interrupted-detail = Sus códigos siguen aquí, solo en esta ventana. No la cierre; continúe cuando haya conexión. Lo que ya ha llegado no se envía otra vez.
codes-go-on = Continuar
codes-drop = Descartar estos códigos
codes-drop-ask = ¿Descartar estos códigos? Lo que se haya impreso de ellos no valdrá.

codes-unsaved = Aún no está en vigor, y solo existe en esta ventana
codes-unsaved-detail = { $count ->
    [one] Un código está
   *[other] { $count } códigos están
  } en la memoria de esta ventana y en ningún otro lugar. Imprima o guarde ahora: si se cierra la ventana, se pierden.
codes-again = Hubo que crear de nuevo algunos códigos porque su número de serie ya existía. Lo que imprimió o guardó antes no vale: imprima o guarde otra vez.
codes-not-in-force = El lote no está en vigor
codes-print-letter = Cartas
codes-print-letter-about = Una hoja A4 por código, en todos los idiomas de la votación.
codes-print-letter-go = Imprimir cartas
codes-print-card = Tarjetas
codes-print-card-about = 24 en una página A4, con marcas de corte. Imprima al 100 %, sin márgenes de la impresora.
codes-print-card-go = Imprimir tarjetas
codes-portion = Códigos que imprimir
codes-range = { $from } a { $to }
codes-preparing = Preparando …
codes-list = Lista de números de serie y códigos
codes-list-about = Un archivo sencillo (CSV) para imprimir por su cuenta. Quien lo tenga puede votar en nombre de todas esas personas: guárdelo bajo llave y destrúyalo después.
codes-list-go = Guardar la lista
codes-separator = Separador
codes-separator-semicolon = Punto y coma ;
codes-separator-comma = Coma ,
codes-separator-tab = Tabulador
codes-mailing = Lista de envío
codes-mailing-about = Añade un código a cada fila de su archivo de residentes, para combinar correspondencia. El archivo se lee en este ordenador y no se envía a ninguna parte.
codes-roll = Archivo de residentes (CSV, UTF-8)
codes-roll-encoding = El archivo no es UTF-8. Guárdelo como «CSV UTF-8» y elíjalo de nuevo.
codes-roll-quote = Línea { $line }: falta cerrar unas comillas.
codes-roll-width = La línea { $line } no tiene tantas columnas como la primera.
codes-roll-empty = El archivo necesita una primera línea con los nombres de las columnas y al menos una fila.
codes-roll-unreadable = No se ha podido leer el archivo.
codes-roll-no-rows = Ninguna fila coincide.
codes-roll-too-many = { $rows } filas necesitan código, pero el lote tiene { $codes }. Elija menos filas o cree un lote mayor.
codes-roll-read = { $rows ->
    [one] Una fila
   *[other] { $rows } filas
  } en { $columns } columnas, separadas por: { $separator }
codes-roll-enough = Se usan { $rows } de { $codes } códigos.
codes-only = Filas
codes-only-all = Todas las filas
codes-only-where = Solo algunas, según { $column }
codes-only-is = { $column } es
codes-columns = Columnas de la lista de envío
codes-column = Columna { $number }
codes-preview = Primeras filas, códigos ocultos
codes-mailing-go = Guardar la lista de envío
codes-outputs-none = Aún no se ha impreso ni guardado nada.
codes-outputs = Hasta ahora: { $outputs }.
codes-output-letter = cartas
codes-output-card = tarjetas
codes-output-mailing = lista de envío
codes-output-list = lista
codes-confirm = He impreso o guardado todos los códigos de este lote y he mirado el resultado.
codes-commit = Poner el lote en vigor y borrar los códigos
codes-committing = Poniendo en vigor …
codes-error-nothing-saved = Primero imprima o guarde los códigos.
codes-error-unconfirmed = Confirme que ha impreso o guardado todos los códigos.
codes-done = El lote está en vigor
codes-done-detail = { $count ->
    [one] Un código del lote { $batch } está
   *[other] { $count } códigos del lote { $batch } están
  } en la lista de la votación y borrados de esta ventana. Nadie puede volver a mostrarlos.
codes-another = Crear otro lote

codes-find = Buscar un código por su número de serie
codes-find-about = El número de serie figura en la hoja, la tarjeta y la lista de envío. Nunca pida a nadie el código mismo.
codes-serial = Número de serie
codes-find-go = Buscar
codes-error-serial = Un número de serie tiene 9 letras y cifras, como 7Q2M-VX0KZ. Falta una o hay un error.
codes-found = Código con número de serie { $serial }
codes-status-void = Anulado
codes-status-voted = Ha votado
codes-status-unused = No ha votado
codes-ballots = Votos
codes-ballots-last = { $count ->
    [one] uno, { $when }
   *[other] { $count }, el último { $when }
  }
codes-void-when = { $when }: { $reason }
codes-void-one = Anular este código
codes-void-voted = Este código ha votado. Anularlo retira el voto, y deben firmar dos personas de la secretaría.
codes-void-unused = Este código no ha votado. Debe firmar una persona de la secretaría.
codes-reason = Motivo, para el registro público
codes-reason-lost = Perdido
codes-reason-stolen = Robado
codes-reason-moved = Cambio de domicilio
codes-reason-deceased = Fallecimiento
codes-reason-wrong-person = Entregado a otra persona
codes-reason-paper-vote = Vota en papel
codes-reason-duplicate = Entregado dos veces
codes-reason-other = Otro
codes-propose-void = Proponer anularlo
codes-reissue = Entregar otro código en su lugar
codes-reissue-about = Tome una hoja de un lote de reserva o de mostrador del mismo distrito. El registro nombra ese lote y el número de serie anulado, nunca el código nuevo.
codes-reissue-none = No hay ningún lote de reserva ni de mostrador para este distrito.
codes-propose-issue = Proponer la entrega
codes-lost-batch = Un lote perdido
codes-void-batch = Anular un lote entero
codes-void-batch-about = Todos sus códigos quedan anulados, también los que han votado. Si alguno ha votado, deben firmar dos personas de la secretaría.
codes-propose-batch-void = Proponer anular el lote
codes-error-reason = Elija un motivo.
codes-error-batch = Elija un lote.
codes-proposed = Propuesto. Tendrá efecto cuando se firme, más abajo.

codes-acts = Actos sobre códigos
codes-no-acts = No se ha propuesto nada.
codes-acts-reload = Mirar de nuevo
codes-acts-waiting = Esperan firmas
codes-acts-over = Resueltos
codes-acts-older = Mostrar más antiguos

codes-refused-conflict = La votación ya tiene un lote con este nombre, o faltan partes de este.
codes-refused-credential-list = El servidor no acepta estas claves: compruebe que el distrito sigue existiendo y cree el lote de nuevo.
codes-refused-credential-unknown = Ningún código de esta votación tiene este número de serie.
codes-refused-forbidden = Su función no permite esto.
codes-refused-not-signed-in = Su sesión ha terminado.
codes-refused-round-state = El estado de la votación no permite esto.
codes-refused-serial-clash = Algunos números de serie ya existen.
