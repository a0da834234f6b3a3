site-description = Votaciones públicas sobre dinero público, con un registro que cualquiera puede comprobar.
opens = La votación abre el { $when }.
opened = La votación abrió el { $when }.
closed = La votación cerró el { $when }.
turnout-ballots = { $ballots ->
    [one] Se ha emitido 1 voto
   *[other] Se han emitido { $ballots } votos
  }, contando los que sustituyen a otros anteriores.
list-envelope = { $count ->
    [one] 1 proyecto
   *[other] { $count } proyectos
  } para { $amount }
list-how-to-vote = Cómo se vota
list-how-counted = Cómo se cuenta
list-districts = Quién vota en cada lista
list-rivals = Solo puede ganar uno de estos: { $titles }.
option-category = Categoría: { $category }
option-place = Lugar: { $place }
option-link = Más información
revoting-yes = Puede volver a votar hasta el cierre; cuenta el último voto.
revoting-no = Cada código puede votar una vez.
rule-greedy-votes = Se financia primero el proyecto con más votos, después el siguiente, mientras alcance el dinero.
rule-greedy-points = Se financia primero el proyecto con más puntos, después el siguiente, mientras alcance el dinero.
rule-greedy-borda = Los puestos de cada lista ordenada dan puntos, el primero más que ninguno. Se financia primero el proyecto con más puntos, después el siguiente, mientras alcance el dinero.
rule-per-cost = Los proyectos se comparan por su puntuación por unidad de coste.
rule-skip = Se salta el proyecto que cuesta más de lo que queda.
rule-stop = El recuento termina en el primer proyecto que cuesta más de lo que queda.
rule-threshold = No se financia un proyecto con una puntuación menor que { $threshold }.
rule-draw = Los empates se resuelven con un sorteo que nadie puede prever.
rule-lex = Los empates se resuelven por los identificadores de los proyectos, en orden alfabético.
rule-equal-shares = Partes iguales: cada votante dispone de la misma parte del dinero, y quienes apoyan un proyecto lo pagan juntos.
rule-phragmen = Método de Phragmén: el dinero llega por igual a todos los votantes, y un proyecto se financia en cuanto quienes lo apoyan pueden pagarlo.
rule-motion = Cada pregunta se decide por separado.
rule-majority = Se aprueba si más personas dicen sí que no.
rule-half-cast = Se aprueba si dice sí más de la mitad de quienes la responden. Una abstención pesa como un no.
rule-half-entitled = Se aprueba si dice sí más de la mitad de todas las personas que pueden votar.
rule-part-yes-no = Se aprueba si, de quienes dicen sí o no, dice sí al menos { $majority }, y más dicen sí que no.
rule-part-cast = Se aprueba si dice sí al menos { $majority } de quienes la responden, y más dicen sí que no. Una abstención pesa como un no.
rule-part-entitled = Se aprueba si dice sí al menos { $majority } de todas las personas que pueden votar, y más dicen sí que no.
rule-quorum = Debe responderla al menos { $quorum } de todas las personas que pueden votar, abstenciones incluidas.
result-of-envelope = de { $amount }
result-entitled = { $count ->
    [one] Podía votar 1 persona.
   *[other] Podían votar { $count } personas.
  }
result-voters = { $voters ->
    [one] 1 persona votó
   *[other] { $voters } personas votaron
  } en esta lista; en blanco: { $blank }.
result-invalid = { $count ->
    [one] 1 voto fue nulo.
   *[other] { $count } votos fueron nulos.
  }
home-hero = { $city } decide en común
home-lead = Aquí quienes viven en { $city } votan en qué se gasta el dinero público. Cada voto se cifra en el dispositivo de quien vota; cada votación indica quién puede abrir los votos y cuándo. Cualquiera puede comprobar que se han contado todos.
home-vote = Votar ahora
home-open = Abiertas ahora
home-soon = Próximamente
home-counting = En recuento
home-decided = Decididas
home-annulled = Anuladas
home-see = Ver los proyectos y votar
home-how = Cómo funciona
way-choose = Elija
way-choose-about = Mire los proyectos y elija los que quiera. No hace falta ninguna cuenta y puede cambiar de idea cuantas veces quiera.
way-cast = Emita
way-cast-about = Escriba el código de su carta. El voto se cifra en su propio dispositivo antes de salir de él.
way-check = Compruebe
way-check-about = Recibirá un recibo. Con él se ve que su voto está en el registro público, y cualquiera puede volver a contarlo.
state-soon = Abre pronto
fact-money = Cuánto hay para gastar
fact-voters = Quién puede votar
fact-secrecy = Secreto del voto
fact-paper = Votar en papel
fact-help = Ayuda
fact-dates = Fechas
dates-grace-minutes = Un voto que esté en camino al cierre se acepta aún durante { $count ->
    [one] 1 minuto
   *[other] { $count } minutos
  }, sea de quien sea.
dates-grace-hours = Un voto que esté en camino al cierre se acepta aún durante { $count ->
    [one] 1 hora
   *[other] { $count } horas
  }, sea de quien sea.
dates-objection-minutes = Terminada la votación, no se abre ningún voto durante { $count ->
    [one] 1 minuto
   *[other] { $count } minutos
  }: es el plazo para objeciones.
dates-objection-hours = Terminada la votación, no se abre ningún voto durante { $count ->
    [one] 1 hora
   *[other] { $count } horas
  }: es el plazo para objeciones.
voters-otherwise = { $count ->
    [one] Quien tenga un código: se ha entregado 1.
   *[other] Quien tenga un código: se han entregado { $count }.
  }
secrecy-single = Los votos se cifran en su dispositivo. Esta votación no tiene personas custodias: después del cierre los abre una sola clave, en poder del servidor. Hay que confiar en que quien gestiona el servidor no lea votos individuales.
secrecy-trustees = Los votos se cifran en su dispositivo y se mezclan antes de abrirlos. Para abrirlos deben actuar juntas { $needed } de { $count } personas custodias: { $names }.
paper-otherwise = La carta con su código dice dónde.
help-otherwise = Pregunte en el lugar que indica su carta.
round-calendar = Poner apertura y cierre en mi calendario
rehearsal-of = Ensayo: { $title }
calendar-open = Se abre la votación: { $title }
calendar-close = Cierra la votación: { $title }
map-heading = Dónde están los proyectos
example-skip = Por ejemplo, con { $all } para gastar: el primer proyecto cuesta { $first } y se financia; quedan { $left }. El siguiente cuesta { $second }, más de lo que queda, y se salta. El que viene después cuesta { $third } y se financia.
example-stop = Por ejemplo, con { $all } para gastar: el primer proyecto cuesta { $first } y se financia; quedan { $left }. El siguiente cuesta { $second }, más de lo que queda, y ahí termina el recuento.
example-per-cost = Por ejemplo, un proyecto de { $third } con 30 votos va antes que uno de { $first } con 50: tiene más votos por cada unidad de dinero.
example-equal-shares = Por ejemplo, 10 votantes se reparten { $all }: cada uno tiene { $each }. Los 6 que quieren un proyecto de { $first } pagan { $each } cada uno. Los otros 4 conservan lo suyo y juntos pueden pagar un proyecto de { $left }: ambos grupos consiguen algo.
example-phragmen = Por ejemplo, con 10 votantes: un proyecto de { $first } con 6 apoyos y uno de { $left } con 4 apoyos se financian a la vez, cuando cada persona ha reunido { $each }.
example-majority = Por ejemplo, con 50 síes, 40 noes y 30 abstenciones se aprueba.
example-cast = Por ejemplo, de 100 personas que responden, al menos { $needed } deben decir sí.
example-entitled = Por ejemplo, de 100 personas que pueden votar, al menos { $needed } deben decir sí.
example-yes-no = Por ejemplo, de 100 personas que dicen sí o no, al menos { $needed } deben decir sí.
round-look = Ver la papeleta
option-choose = Elegir el n.º { $number } en la papeleta
