vote-title = Votar
vote-noscript = Para votar aquí hace falta JavaScript, porque el voto se cifra en su dispositivo. También puede votar en papel: la carta con su código dice dónde.

step-choose = Elegir
step-review = Revisar
step-code = Código
step-cast = Emitir
not-cast = Aún no emitido

choose-round = Elija la votación de su código.
no-open-round = Ahora no hay ninguna votación abierta.
scanned-misread = El código del enlace no está completo. Elija la votación y escriba el código al final.
scanned-unknown = El código del enlace no pertenece a ninguna votación abierta.
words-foreign = Esta votación no tiene texto en este idioma. Se muestra en otro:
single-key = Una sola clave, en poder del servidor, abre los votos de esta votación después del cierre. Hay que confiar en que quien gestiona el servidor no lea votos individuales.
trustees = Nadie puede leer votos individuales si no juntan sus claves { $threshold } de estas { $count } personas custodias: { $names }. Abren los votos solo después del cierre y ya mezclados, de modo que ningún voto lleva a un código.
no-witness = Solo la propia ciudad vigila el registro público de esta votación. Hay que confiar en que muestre el mismo a todo el mundo.
witnesses = Quién vigila: { $names }. Antes de que este dispositivo cifre su voto, { $fewest ->
    [one] { $count ->
        [one] este testigo debe
       *[other] al menos uno de estos testigos debe
      }
   *[other] al menos { $fewest } de estos testigos deben
  } haber firmado el registro público que contiene la clave de esta votación.
witnesses-missing = Los testigos aún no han firmado
witnesses-missing-detail = Esta votación pide sus firmas sobre el registro público antes de que nadie vote. Ya puede elegir; lo que elija queda en este dispositivo. Antes de cifrar su voto, este dispositivo volverá a pedir las firmas.
voting-closed = La votación está cerrada
voting-closed-detail = La votación cerró el { $when }.
voting-closed-early = Terminó antes de la hora anunciada.
round-link = Sobre esta votación
voting-not-begun = La votación no ha empezado
voting-not-begun-detail = La votación se abre el { $when }. Ya puede elegir: lo elegido se conserva en este dispositivo.
storage-off = Este dispositivo no guarda nada: si cierra la página, perderá lo elegido.

choose-needs = Primero elija. Al final necesitará el código de su carta o tarjeta.
choose-order = El orden es aleatorio, para que ningún proyecto gane por su lugar. En este dispositivo no cambia.
earlier-here = Ya se emitió un voto desde este dispositivo
earlier-here-replace = Puede votar de nuevo. El nuevo voto sustituye al anterior del mismo código.
earlier-here-final = En esta votación cada código vota una sola vez.
district-label = Su distrito
district-hint = Está impreso en su carta o tarjeta.
district-none = – elija –
search-label = Buscar en esta lista
search-found = Se muestran { $count } de { $total }
search-none = Ningún proyecto coincide.
search-none-chosen = Aún no hay nada elegido.
clear-contest = Vaciar esta lista
rules-blank = También puede dejar esta lista vacía: entonces no vota en ella.
rules-approval = { $free ->
    [1] Elija tantos como quiera.
   *[other] { $min ->
        [1] Elija hasta { $max }.
       *[other] Elija de { $min } a { $max }.
      }
  }
rules-choice = Elija uno.
rules-knapsack = { $free ->
    [1] Elija tantos como quiera, siempre que juntos cuesten como mucho { $envelope }.
   *[other] Elija hasta { $max } que juntos cuesten como mucho { $envelope }.
  }
rules-points = Reparta hasta { $total } puntos, como mucho { $each } a cada uno y entre { $max } como máximo.
rules-ranking = Ordene hasta { $max }, el mejor primero.
rules-scores = Puntúe hasta { $max }, de { $low } a { $high }.
rules-questions = Responda a cada pregunta.
option-rivals = Como mucho puede ganar uno de entre este proyecto y estos: { $titles }
why-cost = No cabe: cuesta { $missing } más de lo que queda.
why-full-approval = Ha elegido { $max }, el máximo. Quite uno para elegir este.
why-full-knapsack = Ha elegido { $max }, el máximo. Quite uno para elegir este.
why-full-points = Ya se han dado todos los puntos o lugares. Quite alguno para elegir este.
why-full-ranking = Ha ordenado { $max }, el máximo. Quite uno para añadir este.
why-full-scores = Ha puntuado { $max }, el máximo. Quite uno para puntuar este.
points-less = Un punto menos para { $title }
points-more = Un punto más para { $title }
rank-heading = Su orden
rank-empty = Todavía no ha ordenado nada.
rank-add = Poner en el puesto { $place }
rank-add-label = Poner en el puesto { $place }: { $title }
rank-up = Subir { $title }
rank-down = Bajar { $title }
rank-remove = Quitar { $title }
rank-moved = { $title } está ahora en el puesto { $place }.
rank-removed = { $title } se ha quitado.
score-none = – ninguna –
bar-label = Su voto
bar-lists = { $count } de { $total } listas rellenas
bar-chosen = { $count ->
    [one] 1 elección
   *[other] { $count } elecciones
  }
bar-left-money = quedan { $amount }
bar-left-choices = quedan { $count }
bar-left-points = { $count ->
    [one] queda 1 punto
   *[other] quedan { $count } puntos
  }
bar-review = Revisar y emitir
error-too-few = { $contest }: elija al menos { $min } o vacíe la lista.
error-too-many = { $contest }: elija como mucho { $max }.
error-points-too-few = { $contest }: dé al menos { $total } puntos o vacíe la lista.
error-points-too-many = { $contest }: ha dado demasiados puntos.
error-cost = { $contest }: lo elegido cuesta { $over } de más.
error-other = { $contest }: esta elección no es posible.

review-heading = Lo que ha elegido
review-next = Continuar con el código
back-to-choices = Volver a elegir
encrypting = Cifrando …
check-code-about = Lo elegido está ahora cifrado en este dispositivo. Este código de comprobación corresponde exactamente a este voto cifrado; lo verá de nuevo en el recibo.
seal-failed = No se ha podido cifrar su voto
seal-opening = El registro público no contiene la clave con la que se cifraría su voto. No vote aquí y avise a quienes organizan la votación.
seal-record = No se ha podido consultar en el registro público la clave de esta votación. Compruebe la conexión e inténtelo de nuevo.
seal-unwitnessed = Faltan las firmas de los testigos que esta votación pide, así que no se cifra nada. Espere unos minutos e inténtelo de nuevo; lo que eligió queda en este dispositivo. Si entonces siguen faltando, avise a quienes organizan esta votación o vote en papel.
seal-device = Este dispositivo no ha podido cifrar el voto. Inténtelo de nuevo o use otro.
pool-count = Los votos se cuentan por pocos que sean.
pool-withhold = Con menos de { $min } votantes esta lista no se cuenta, para proteger su secreto.
audit-heading = Comprobar mi teléfono
audit-about = Si duda de que este dispositivo cifre lo que ha elegido, revele este voto cifrado a otro dispositivo. Lo revelado nunca se emite; se prepara otro voto cifrado para usted.
audit-reveal = Revelar este voto cifrado
audit-spent = Revelado y gastado
audit-compare = En el otro dispositivo abra { $address } y pegue el texto de abajo. Debe mostrar lo que ha elegido y este código de comprobación:
audit-text = Voto revelado

code-heading = Su código
code-label = Código de su carta o tarjeta
code-hint = 20 letras y cifras. No importan mayúsculas, espacios ni guiones.
code-next = Comprobar el código
code-checking = Comprobando …
code-privacy = El código mismo no se envía ni se guarda: una clave hecha con él firma su voto en este dispositivo.
code-empty = Escriba su código.
code-symbol = El código contiene un carácter que los códigos nunca llevan. Solo tienen letras y cifras, y no llevan la letra U.
code-short = El código es demasiado corto: hacen falta 20 letras y cifras.
code-long = El código es demasiado largo: hacen falta 20 letras y cifras.
code-check = Hay un error al escribir el código: una letra o cifra está mal o dos están cambiadas.
code-unknown = El código está bien escrito, pero no figura en esta votación. Quizá sea de otra.
code-void = Este código se anuló y ya no puede votar. Pregunte en la oficina de ayuda con el número de serie de su carta.
code-used = Ya se emitió un voto con este código y en esta votación cada código vota una sola vez.
code-district = Este código es de otro distrito
code-district-go = Mostrar las listas de ese distrito

confirm-heading = Emita su voto
confirm-earlier = Votos emitidos antes con este código
confirm-replaces = El voto que emita ahora los sustituye.
cast = Emitir mi voto
sending = Su voto está en camino. No cierre esta página …
send-again = Enviar de nuevo el mismo voto
sequence-notice = Hace un momento se emitió otro voto con este código, quizá desde otro dispositivo. Mírelo antes de emitir este.
unanswered = No es seguro que su voto esté registrado
unanswered-reload = Se envió un voto desde este dispositivo, pero no ha llegado el recibo. Puede enviarlo de nuevo sin riesgo: el mismo voto se registra una sola vez.
unanswered-again = Esta página también lo envía de nuevo por sí sola.
unanswered-network = No ha llegado respuesta. Puede enviarlo de nuevo sin riesgo: el mismo voto se registra una sola vez.
unanswered-timeout = La respuesta tarda demasiado. Puede enviarlo de nuevo sin riesgo: el mismo voto se registra una sola vez.
unanswered-server = El servidor no puede responder ahora. Puede enviarlo de nuevo sin riesgo: el mismo voto se registra una sola vez.
unanswered-unproven = Ha llegado una respuesta, pero no prueba que su voto esté en el registro público. Envíelo de nuevo; si sigue igual, avise a quienes organizan la votación.
refused = Su voto no se ha registrado
refused-kept = Lo elegido se conserva en este dispositivo.
refused-device = Este dispositivo no ha podido preparar el voto cifrado. Inténtelo de nuevo o use otro.
refused-not-open = La votación no está abierta.
refused-ballot-late = Llegó después del cierre.
refused-credential-unknown = El código no figura en esta votación.
refused-credential-void = El código se anuló.
refused-revoting-off = Ya se emitió un voto con este código y en esta votación cada código vota una sola vez.
refused-too-soon = Hace unos segundos se emitió un voto con este código. Espere un poco e inténtelo de nuevo.
refused-sequence = Antes se emitió otro voto con este código. Empiece de nuevo para verlo.
refused-other = El servidor no ha aceptado el voto cifrado. Inténtelo de nuevo o use otro dispositivo.

loss-restored = El registro había perdido su voto; vuelve a estar registrado
loss-restored-detail = Este dispositivo conservaba su voto y lo ha enviado de nuevo, sin cambios. Avise de que faltaba a quienes organizan la votación.
loss-lost = Falta en el registro un voto del que este dispositivo tiene recibo
loss-lost-detail = Este dispositivo ha enviado el voto de nuevo, pero no se ha aceptado. Guarde el recibo y avise a quienes organizan la votación.

receipt-heading = Su voto está emitido y registrado
receipt-proven = Este dispositivo ha comprobado la prueba de que su voto está en el registro público.
receipt-place = Entrada
receipt-place-number = N.º { $number } del registro público
receipt-witnesses = Quién lo ha visto
receipt-until = Se puede sustituir
receipt-until-close = Hasta el cierre, { $when }
receipt-until-never = No
receipt-save = Guardar el recibo
receipt-check = Comprobarlo
receipt-qr = Código QR del enlace que comprueba este voto
receipt-qr-about = Para comprobarlo desde otro dispositivo, escanee este código o escriba el localizador.
receipt-keep = El recibo también se guarda en este dispositivo. Muestra que ha votado, no qué ha votado.
receipt-what = Lo que ha votado
receipt-what-once = Se muestra solo ahora. No se guarda.
receipt-again = Votar de nuevo

filter-label = Mostrar
filter-all = Todos
filter-chosen = Elegidos
view-map = Mapa
view-list = Lista
map-label = Mapa de los proyectos
map-about = { $count ->
    [one] 1 proyecto de esta lista aparece en el mapa.
   *[other] { $count } proyectos de esta lista aparecen en el mapa.
  } Cada número lleva a su proyecto.
compare-start = Comparar dos
compare-label = Comparar este: { $title }
compare-one = Comparar este
compare-hint = { $count ->
    [0] Elija dos proyectos para verlos uno junto a otro.
   *[other] Elija uno más.
  }
compare-heading = Dos proyectos, uno junto a otro
compare-cost = Coste
compare-category = Categoría
compare-place = Lugar
compare-about = Qué es

scan-start = Escanear el código QR
scan-stop = Detener la cámara
scan-hint = Ponga el código de su carta delante de la cámara.
scan-failed = Aquí no se puede usar la cámara. Escriba el código.
scan-other = Este código QR no es el de una carta.

kiosk-site = Lugar de votación: { $site }
kiosk-idle = ¿Sigue ahí?
kiosk-idle-detail = En { $seconds ->
    [one] 1 segundo
   *[other] { $seconds } segundos
  } se borra todo para la persona siguiente.
kiosk-stay = Sigo aquí
kiosk-clear = Borrar todo
kiosk-done = Terminado
kiosk-keep = Haga una foto de esta página con su teléfono o anote el localizador: este dispositivo no guarda nada.
map-mark = N.º { $number }: { $title }
picture-other = El servidor envió una imagen distinta de la de esta votación. No se muestra.
picture-missing = No se pudo obtener la imagen.
