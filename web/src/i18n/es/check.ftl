check-title = Comprobar un voto
check-noscript = Para comprobar un recibo aquí hace falta JavaScript, porque las pruebas se calculan en su dispositivo. El programa folkmoot-verify hace lo mismo.
check-tracker = Localizador
check-tracker-hint = 20 letras y cifras del recibo.
check-start = Comprobar
check-file = O un recibo guardado (archivo .tlog-proof)
check-kept = Recibos guardados en este dispositivo
check-kept-about = Quien use este dispositivo puede ver que desde él se votó, no qué se votó.
check-kept-one = { $tracker }, registrado el { $when }
checking = Comprobando …
check-no-tracker = Esto no es un localizador: hacen falta 20 letras y cifras.
check-no-receipt = Este archivo no es un recibo.
check-unknown = El registro público no tiene ningún voto con este localizador.
check-missing = El recibo es auténtico, pero el servidor no encuentra su voto. Guarde el archivo y avise a quienes organizan la votación.
check-proven-heading = Lo que ha comprobado este dispositivo
check-proven-inclusion = El voto es la entrada { $number } del registro público, en un árbol de { $size } entradas firmado con la clave del registro.
check-proven-consistency = Desde entonces el registro público solo ha crecido: sus { $size } entradas de ahora contienen todas las de entonces.
check-waiting = A la espera de los testigos
check-waiting-again = Vuelva a comprobarlo más tarde. Si sigue así un día, guarde el recibo y avise a quienes organizan esta votación.
check-walked = { $count ->
    [one] Aún no ha seguido ninguna entrada a este voto: la lista de abajo está completa.
   *[other] Ha recorrido las { $count } entradas desde este voto: la lista de abajo está completa.
  }
check-walked-sealed = Ha recorrido las { $count } entradas desde este voto hasta el sellado de la votación: la lista de abajo está completa y es definitiva.
check-not-walked = Han seguido demasiadas entradas para recorrerlas aquí: la lista de abajo es la que da el servidor. El programa folkmoot-verify la comprueba con todo el registro.
check-disagrees = La lista de este código que da el servidor es otra
check-disagrees-detail = Lo que ve aquí es lo que prueba el registro público. Guarde el recibo y avise a quienes organizan la votación.
check-round = Votación
check-all-heading = Todos los votos de este código
verdict-missing = NO FIGURA
verdict-counts-detail = Este voto es el último de su código.
verdict-replaced-detail = En su lugar cuenta un voto posterior del mismo código.
verdict-withdrawn-detail = El código de este voto se anuló, así que ninguno de sus votos cuenta.
verdict-missing-detail = El registro público contiene este voto, pero el servidor no lo muestra. Guarde el recibo y avise a quienes organizan la votación.
verdict-open = La votación sigue abierta: se puede sustituir hasta el cierre.

audit-title = Comprobar otro teléfono
audit-second = Si otro dispositivo ha revelado un voto cifrado, pegue aquí su texto. Este dispositivo dirá qué contiene.
audit-paste = Voto revelado
audit-run = Comprobarlo
audit-failed = No se puede confirmar
audit-result = Esto es lo que cifró el otro dispositivo
audit-result-code = Código de comprobación:
