# La mesa durante la votación
watch-title = Seguimiento
watch-noscript = Seguir una votación requiere JavaScript.
watch-as-of = Datos de { $when }.
watch-stale = Esto no es lo más reciente
watch-not-open = La votación no se ha abierto: aún no hay participación.

watch-attention = Qué requiere atención
watch-attention-count = { $count ->
    [0] Ahora nada requiere atención.
    [one] Una cosa requiere atención.
   *[other] { $count } cosas requieren atención.
  }
alert-level-ok = En orden
alert-level-unknown = Se desconoce
alert-level-warning = Conviene mirarlo
alert-level-critical = Urgente
alert-witnesses = Testigos
alert-witnesses-none = El registro de esta ciudad no tiene testigos.
alert-witnesses-fine = Todos los testigos han firmado el registro hace poco.
alert-witness-never = { $name } aún no ha firmado el registro más reciente.
alert-witness-late = { $name } firmó por última vez { $when }.
alert-unwitnessed = Las entradas desde { $when } tienen pocos testigos.
alert-witnesses-do = La votación sigue. Pregunte a quienes llevan el testigo si su servidor funciona y alcanza este; sin testigos no puede empezar el recuento.
alert-trustees = Personas custodias
alert-trustees-none = No se espera a nadie.
alert-trustees-wait = { $step }: se espera a { $needed } de { $names }, desde { $when }.
alert-trustees-wait-elsewhere = En otra votación, { $step }: se espera a { $needed } de { $names }, desde { $when }.
alert-step-commit = Inicio de la clave
alert-step-join = Adhesión a la clave
alert-step-message = Creación de la clave
alert-step-signature = Confirmación de la clave
alert-step-acknowledgement = Confirmación de la apertura
alert-step-mix = Mezcla
alert-step-share = Apertura de las papeletas
alert-trustees-do = Llámelos: el programa de su ordenador dice qué espera.
alert-clock = Relojes
alert-clock-database = { $seconds ->
    [one] Los relojes del servidor y de la base de datos difieren en 1 segundo.
   *[other] Los relojes del servidor y de la base de datos difieren en { $seconds } segundos.
  }
alert-clock-witness = { $seconds ->
    [one] El testigo que firmó el último difiere en 1 segundo.
   *[other] El testigo que firmó el último difiere en { $seconds } segundos.
  }
alert-clock-do = El reloj del servidor decide cuándo termina la votación. Pregunte al operador si las máquinas ajustan sus relojes con NTP.
alert-disk = Discos
alert-disk-data = Carpeta de datos: { $percent } % libre.
alert-disk-data-unknown = Carpeta de datos: se desconoce.
alert-disk-database = Base de datos: { $percent } % libre.
alert-disk-database-unknown = Base de datos: se desconoce el espacio libre.
alert-disk-do = Un disco lleno detiene la votación. Pida al operador que haga sitio, o que indique dónde está la base de datos (opción database_folder).
alert-backup = Copia de seguridad
alert-backup-unknown = No se ha indicado al servidor cuándo se hacen las copias.
alert-backup-never = Aún no se ha hecho ninguna copia.
alert-backup-last = Última: { $when }.
alert-backup-do = Pida al operador que revise la copia, o que informe de ella al servidor (opción backup_marker).
alert-sequencer = Registro público
alert-sequencer-fine = Las papeletas y los actos se están registrando.
alert-sequencer-stopped = No se ha registrado nada desde { $when }. A quien vota se le dice que lo intente de nuevo, y no pierde nada.
alert-sequencer-do = Llame ya al operador. El servidor sigue por sí mismo cuando se arregle lo que indica.

watch-turnout = Participación
watch-rounded = Números redondeados
watch-rounded-detail = Su función ve decenas, con datos de { $when }, para que no se note ningún voto.
watch-voters = Votantes
watch-ballots = Papeletas
watch-listed = Códigos
watch-withdrawn = Retirados
watch-share = { $percent } % de { $listed } códigos
watch-ballots-about = con las que otra posterior sustituyó
watch-withdrawn-about = votantes cuyo código se retiró
watch-percent = { $percent } %
watch-part = Dónde
watch-hours = Por hora
watch-hours-none = Aún no ha votado nadie.
watch-hours-again = Votaron de nuevo
watch-hours-alt = { $count ->
    [one] Una columna
   *[other] { $count } columnas
  }; la más alta es { $name } con { $voters } votantes. La tabla de abajo tiene todos los números.
watch-hour = Hora
watch-table = Los números en una tabla
watch-channels = Por cómo se entregaron los códigos
watch-channel-letter = Cartas
watch-channel-card = Tarjetas
watch-channel-walk-in = En la mesa
watch-channel-spare = Códigos de reserva
watch-sites = Por lugar
watch-no-site = Sin lugar
watch-districts = Por distrito

watch-visits = Hasta dónde llega la gente
watch-visits-about = Visitas a la página de votación, como sumas por día. No se sigue a nadie: una visita dice que llegó a un paso, y nada más. Los dispositivos de los lugares de votación no cuentan.
watch-visits-rounded = Su función ve los días terminados, en decenas.
watch-visits-none = Aún no se ha contado ninguna visita.
watch-visits-day = Día
watch-visits-all = Todos los días
watch-visits-count = Visitas
watch-visits-kept = Del paso anterior
watch-step = Paso
watch-step-opened = Abrió la papeleta
watch-step-chosen = Eligió algo
watch-step-reviewed = Lo revisó
watch-step-code = Escribió un código
watch-step-cast = Emitió la papeleta

watch-incidents = Prórrogas e incidentes
watch-incidents-about = Ambos son públicos de inmediato, con un motivo de una lista y sin nombres.
watch-incidents-public = Como los ve todo el mundo
watch-incidents-clerks = Los proponen y firman las secretarías de esta votación.
watch-extend = Prorrogar la votación
watch-note = Anotar un incidente
watch-note-about = No cambia nada, y dice en público que algo pasó.
watch-note-go = Proponer la nota
