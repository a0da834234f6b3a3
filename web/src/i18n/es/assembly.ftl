trail = A qué pertenece
assembly-lead = Aquí { $assembly } decide en común en qué se gasta el dinero público. Mire lo que se propone, vote con el código que recibió y vea lo que se ha decidido.
assembly-description = Lo que { $assembly } puede votar ahora y lo que ha decidido hasta hoy.
assembly-none = En { $assembly } todavía no se ha sometido nada a votación
assembly-none-more = En cuanto haya una votación, estará aquí: los proyectos, el dinero, las fechas y quién puede participar.
assembly-none-elsewhere = Qué más decide { $city }
assembly-below = Dentro de { $assembly }
home-assemblies = Dónde se decide
assembly-open = { $count ->
    [one] 1 abierta ahora
   *[other] { $count } abiertas ahora
  }
assembly-soon = { $count ->
    [one] 1 abre pronto
   *[other] { $count } abren pronto
  }
assembly-counting = { $count ->
    [one] 1 en recuento
   *[other] { $count } en recuento
  }
assembly-decided = { $count ->
    [one] 1 decidida
   *[other] { $count } decididas
  }
assembly-quiet = Todavía no se ha sometido nada a votación.
assembly-acts = Lo que ha hecho aquí el personal
acts-filter-assembly = Asamblea
so-far-votes = { $count ->
    [one] votación decidida
   *[other] votaciones decididas
  }
so-far-money = para los proyectos
so-far-projects = { $count ->
    [one] proyecto financiado
   *[other] proyectos financiados
  }
so-far-questions = { $count ->
    [one] pregunta aprobada
   *[other] preguntas aprobadas
  }
so-far-voters = han participado: { $voters } de { $listed }
so-far-percent = { $percent } %
card-questions = { $count ->
    [one] 1 pregunta
   *[other] { $count } preguntas
  }
card-funded = { $count ->
    [0] No se financia ningún proyecto.
    [one] Se financia 1 proyecto, con { $amount }:
   *[other] Se financian { $count } proyectos, con { $amount }:
  }
card-passed = { $count ->
    [0] No se aprobó ninguna pregunta.
    [one] Se aprobó 1 pregunta:
   *[other] Se aprobaron { $count } preguntas:
  }
card-more = { $count ->
    [one] y 1 más
   *[other] y { $count } más
  }
