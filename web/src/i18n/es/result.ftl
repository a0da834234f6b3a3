result-funded = Financiados
result-not-funded = No financiados
result-project = Proyecto
result-bar-funded = La barra es todo el presupuesto: lo gastado antes y después este proyecto.
result-bar-not-funded = La barra es el coste: cuánto había para pagarlo.
start-endowment = Cada votante empieza con { $amount }.
start-added = De ello, { $amount } se añaden a todos para que se gaste más del presupuesto.
start-overspent = Con { $more } más para cada uno, los proyectos costarían { $cost } en total, más de lo que hay.
start-comparison = { $scores ->
    [one] 1 votante prefiere
   *[other] { $scores } votantes prefieren
  } lo que financiarían las puntuaciones solas; { $shares ->
    [one] 1 prefiere
   *[other] { $shares } prefieren
  } lo que financian las partes iguales.
start-by-score = Por eso deciden las puntuaciones solas.
start-by-shares = Por eso se mantienen las partes iguales.
why-fits = Cuando le tocó el turno quedaban { $left }.
why-misfit = Cuando le tocó el turno quedaban { $left }: faltaban { $lack }.
why-nothing-left = Cuando le tocó el turno no quedaba nada.
why-below-threshold = Le { $missing ->
    [one] falta 1
   *[other] faltan { $missing }
  } para llegar a { $threshold }, que son necesarios.
why-conflict = Lo excluye { $title }, que se financió antes.
why-stopped = El recuento terminó antes de su turno, en un proyecto que no cabía.
why-paid = { $voters ->
    [one] 1 votante lo paga
   *[other] { $voters } votantes lo pagan
  }, con { $amount } como máximo cada uno.
why-emptied = { $voters ->
    [one] A 1 de ellos no le
   *[other] A { $voters } de ellos no les
  } queda nada.
why-unaffordable = A quienes lo apoyan les quedan { $left } en total: faltan { $lack }.
why-unsupported = Nadie lo apoya.
why-unsupported-fits = Nadie lo apoya, pero todos los demás ya han tenido su turno, y cabe.
why-rest = El resto del dinero se reparte por puntuación; tiene { $score }.
why-shared = { $voters ->
    [one] 1 votante lo paga
   *[other] { $voters } votantes lo pagan juntos
  }.
why-load = Con esto quienes lo apoyan han pagado { $amount } cada uno en total.
why-load-too-late = El recuento terminó antes de su turno, cuando quienes lo apoyan habrían pagado { $amount } cada uno en total.
margin-votes = Habría ganado con { $more ->
    [one] 1 voto más
   *[other] { $more } votos más
  }.
margin-points = Habría ganado con { $more ->
    [one] 1 punto más
   *[other] { $more } puntos más
  }.
margin-voters = Habría ganado con { $more ->
    [one] 1 votante más que votara
   *[other] { $more } votantes más que votaran
  } solo por él.
margin-voters-turn = Habría ganado con { $more } votantes más que votaran solo por él, con { $less } no.
margin-cost = Habría ganado con un coste de { $cost } como máximo.
margin-cost-turn = Habría ganado con un coste de { $cost }, con algo más no.
margin-in = Sin él habrían ganado: { $titles }.
margin-out = Sin él no habrían ganado: { $titles }.
# Lo que dicen las imágenes y comparaciones junto al resultado
figure-votes = { $votes ->
    [one] 1 voto
   *[other] { $votes } votos
  }
figure-score = Puntuación { $score }
margin-yes = Se habría aprobado con { $more ->
    [one] 1 sí más
   *[other] { $more } síes más
  }.
result-served = { $served } de { $voters } votantes ({ $percent } %) consiguen al menos un proyecto que votaron.
purses-about = La imagen debajo muestra quién paga. Cada columna es un grupo de votantes: tan ancha como numerosos son y tan alta como lo que cada uno tenía al principio. El color fuerte es lo que pagan por este proyecto, el tenue lo que les queda; lo vacío se gastó antes.
rules-heading = Los mismos votos con otras reglas
rules-about = Solo decide la regla de esta votación. Esto es lo que otras habrían hecho con los mismos votos.
rules-own = la regla de esta votación
rules-outcome = { $projects ->
    [one] 1 proyecto
   *[other] { $projects } proyectos
  } por { $cost }. { $served } de { $voters } votantes ({ $percent } %) consiguen al menos uno que votaron.
rules-same = Todas estas reglas financian los mismos proyectos.
rule-name-votes = Primero el más votado
rule-name-points = Primero el de más puntos
rule-name-borda = Primero los mejores puestos
rule-name-per-cost = Primero el de más apoyo por cada unidad de coste
rule-name-equal-shares = Partes iguales, el resto por votos
rule-name-phragmen = Método de Phragmén
turnout-heading = Participación
turnout-codes = han votado { $voters } de { $listed } ({ $percent } %).
purpose-letter = Códigos enviados por carta
purpose-card = Códigos en tarjetas
purpose-walk-in = Códigos entregados en la mesa
purpose-spare = Códigos de reserva
chart-votes = Votos de cada proyecto
chart-answers = Respuestas a cada pregunta
chart-turnout = Votantes cada día
chart-alt = { $title }: gráfico. La página dice lo mismo con palabras.
chart-svg = Guardar como SVG
chart-embed = Incrustar o citar
chart-embed-code = Para mostrar este gráfico en otra página, ponga allí:
chart-cite = Para citarlo:
verify-heading = No lo crea: compruébelo
verify-holds = El paquete firmado contiene cada voto tal como se emitió, aún cifrado, con todas las pruebas y firmas.
verify-run = Descárguelo y ejecute folkmoot-verify en un ordenador suyo: lo comprueba todo, también la mezcla y la apertura, y vuelve a contar.
verify-sure = Si pasan todas las comprobaciones, este resultado se sigue del registro público, sea quien sea quien llevó los servidores.
data-about = Estas direcciones no cambian, y las páginas de otros sitios pueden leerlas.
data-result = el resultado con cada paso del recuento
data-views = otras reglas, quién pagó qué, participación por días
data-verification = lo que dijo el verificador del paquete antes de publicarlo
data-explanation = qué habría cambiado el resultado
data-projects = tabla de todos los proyectos
data-ballots = los votos descifrados de una lista
data-sums = sumas de control de todos los archivos del paquete
data-signature = firma de una secretaría sobre ellas
data-certificate = el certificado, para imprimir
rule-differs-skip = pasando por alto lo que no cabe
rule-differs-stop = parando en el primero que no cabe
rule-differs-threshold = solo a partir de { $votes } votos
rule-differs-none = sin gastar el resto
rule-differs-utilitarian = el resto por votos
rule-differs-add1 = con las partes aumentadas paso a paso
rule-differs-add1u = con las partes aumentadas paso a paso y el resto por votos
