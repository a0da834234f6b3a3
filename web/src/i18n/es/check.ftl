check-title = Comprobar un voto
check-noscript = Para comprobar un recibo aquí hace falta JavaScript, porque las pruebas se calculan en su dispositivo. El programa folkmoot-verify hace lo mismo.
check-tracker = Localizador
check-tracker-hint = 20 letras y cifras del recibo.
check-start = Comprobar
check-file = O un recibo guardado (archivo .tlog-proof)
check-kept = Recibos guardados en este dispositivo
check-kept-about = Quien use este dispositivo puede ver que desde él se votó, no qué se votó.
check-kept-when = registrado el { $when }
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
verdict-open = La votación sigue abierta: hasta el cierre puede sustituir este voto votando de nuevo.

audit-title = Comprobar otro teléfono
audit-second = Si otro dispositivo ha revelado un voto cifrado, pegue aquí su texto. Este dispositivo dirá qué contiene.
audit-paste = Voto revelado
audit-run = Comprobarlo
audit-failed = No se puede confirmar
audit-misread = Este no es el texto completo de un voto revelado. Cópielo entero del otro dispositivo y péguelo de nuevo.
audit-no-ballot = Lo que el otro dispositivo cifró no es un voto de esta votación. No vote con él y avise a quienes organizan esta votación.
audit-result = Esto es lo que cifró el otro dispositivo
audit-result-code = Código de comprobación:

elsewhere-title = Recibos de otras ciudades
elsewhere-about = { $city } vigila el registro público de otras ciudades y guarda una copia. Un archivo de recibo de una de ellas se comprueba aquí de la misma manera, sin preguntar a esa ciudad:
elsewhere-policy = Comprobar con una política propia
elsewhere-policy-about = Sin ella, la clave del registro es aquella con la que { $city } lo vigila, y los testigos son los que nombra la propia votación. Una tlog-policy de alguien en quien confíe ocupa el lugar de ambas cosas.
elsewhere-policy-text = Política
elsewhere-policy-file = O un archivo con la política
elsewhere-policy-large = Este archivo es demasiado grande para ser una política.
abroad-unknown = Un recibo de otra ciudad
abroad-unknown-detail = Este recibo es de { $origin }. Aquí no se guarda ninguna copia de ese registro. Compruébelo en la página de esa ciudad o en una ciudad que la vigile.
abroad-other-policy = La política no corresponde
abroad-other-policy-detail = La política que ha dado no nombra ninguna clave de { $origin }, de donde es este recibo.
abroad-behind = Todavía no está en la copia
abroad-behind-detail = Este recibo es de { $origin }. La copia que guarda { $city }, actualizada por última vez el { $visited }, no llega hasta su voto. Vuelva a comprobarlo más tarde.
abroad-unclear = NO ES SEGURO
abroad-unclear-detail = Este voto es el último de su código, pero se anuló un lote de códigos cuyas claves faltan en la copia de aquí ({ $batches }). No se puede ver aquí si este código es uno de ellos.
abroad-until = Así es hasta donde llega la copia, { $visited }; la votación aún no estaba sellada.
abroad-record = Registro público
abroad-proven-inclusion = El voto es la entrada { $number } de ese registro, en un árbol de { $size } entradas firmado con la clave del registro.
abroad-proven-signed = { $city } ha firmado ese mismo árbol como testigo, el { $when }. No se ha preguntado a la otra ciudad.
abroad-proven-consistency = Desde que se hizo el recibo el registro solo ha crecido: el árbol contiene todo lo que había entonces.
abroad-not-compared = El recibo se hizo con un árbol más nuevo que este. El voto está en ambos en el mismo lugar.
abroad-walked = { $count ->
    [one] Ninguna entrada ha seguido a este voto en la copia: la lista de abajo está completa hasta donde llega la copia.
   *[other] Ha recorrido las { $count } entradas desde este voto hasta el final de la copia: la lista de abajo está completa hasta donde llega la copia.
  }
abroad-not-walked = Han seguido demasiadas entradas para recorrerlas aquí. Cada voto de la lista de abajo está demostrado; que no haya otro es lo que dice el índice de esta ciudad.
abroad-own-policy = Según su propia política:
abroad-unproven-heading = Lo que aquí no se puede demostrar
abroad-unproven-later = Lo que la otra ciudad haya registrado después del { $visited }: un voto posterior o la anulación del código.
abroad-unproven-definition = Qué testigos pide la votación: en la copia falta su definición.
abroad-unproven-name = Cómo se llama la votación: los nombres y textos no forman parte del registro.
abroad-unproven-count = Qué contiene el voto y que se contó bien. Eso está en el paquete del resultado, que comprueba el programa folkmoot-verify.
