# Marco de todas las páginas
site-skip = Saltar al contenido
site-navigation = Sitio
site-languages = Idiomas
site-rounds = Votaciones
site-check = Comprobar un voto
site-staff = Para el personal
site-desks = Personal
site-footer = Folkmoot es software libre (AGPL‑3.0‑or‑later). Cualquiera puede comprobar el registro público.
site-acts = Actos del personal

loading = Cargando …
load-failed = No se ha podido cargar
try-again = Intentar de nuevo
back = Atrás
closes = La votación cierra el { $when }.
rehearsal = Ensayo: nada de esto cuenta
steps-label = Pasos
steps-done = (hecho)
close-dialog = Cerrar
error-summary-title = Hay un problema
option-number = N.º { $number }
option-more = Más sobre { $title }

failure-network = No ha llegado respuesta. Compruebe la conexión e inténtelo de nuevo.
failure-server = El servidor no ha podido responder. Inténtelo de nuevo en un momento.
failure-not-found = No existe esa votación.
failure-not-open = Esta votación no está abierta.
failure-check = Lo que ha enviado el servidor no supera las comprobaciones. No se fíe de ello y avise a quienes organizan la votación.
failure-log-key = El servidor muestra una clave del registro público distinta de la que mostró antes en este dispositivo. No continúe y avise a quienes organizan la votación.

check-code-heading = Código de comprobación
receipt-when = Registrado
receipt-tracker = Localizador
lines-serial = Código con número de serie { $serial }
lines-none = No se ha emitido ningún voto con este código.
lines-void = Este código se anuló el { $when }.
void-lost = Motivo: perdido.
void-stolen = Motivo: robado.
void-moved = Motivo: cambio de domicilio.
void-deceased = Motivo: fallecimiento.
void-wrong-person = Motivo: entregado a otra persona.
void-paper-vote = Motivo: votó en papel.
void-duplicate = Motivo: entregado dos veces.
void-other = Motivo: otro.
verdict-counts = CUENTA
verdict-replaced = SUSTITUIDO
verdict-withdrawn = ANULADO
witnesses-nobody = Solo la propia ciudad vigila este registro. Hay que confiar en que muestre el mismo a todo el mundo.
witnesses-waiting = Los testigos aún no han firmado el registro público con este voto. Lo hacen cada pocos minutos.
witnesses-seen = El registro público con este voto lo han firmado { $names }, por última vez { $when }. Sin su ayuda no se puede mostrar otro registro a nadie.

picked-blank = Nada elegido: no hay voto en esta lista.
picked-cost = En total
picked-left-money = Aún podría gastar { $amount }.
picked-left-choices = { $count ->
    [one] Podría elegir uno más.
   *[other] Podría elegir { $count } más.
  }
picked-left-points = { $count ->
    [one] Podría dar un punto más.
   *[other] Podría dar { $count } puntos más.
  }
points-given = { $points ->
    [one] 1 punto
   *[other] { $points } puntos
  }
rank-place = Puesto { $place }
score-given = Nota { $score }
answer-none = Sin respuesta
answer-yes = Sí
answer-no = No
answer-abstain = Abstención
