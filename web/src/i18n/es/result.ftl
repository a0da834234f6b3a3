result-funded = Financiados
result-not-funded = No financiados
result-project = Proyecto
result-project-cost = Coste
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
