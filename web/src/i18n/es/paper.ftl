# On ballot papers: a paper says it in every language of its round
paper-rehearsal = ENSAYO – nada de esto cuenta
paper-how-approval = Marque con una cruz al menos { $min } y como máximo { $max }.
paper-how-choice = Marque uno con una cruz.
paper-how-knapsack = Marque con una cruz como máximo { $max }; juntos pueden costar { $envelope }.
paper-how-points = Escriba puntos: { $total } en total, como máximo { $each } para uno, para { $max } como máximo.
paper-how-ranking = Escriba puestos: 1 para el mejor, después 2, etc., como máximo { $max }.
paper-how-scores = Escriba notas de { $low } a { $high } para { $max } como máximo.
paper-how-questions = Marque con una cruz una respuesta a cada pregunta.
paper-yes = Sí
paper-no = No
paper-abstain = Abstención
paper-blank = Una lista puede quedar vacía.
paper-unsigned = No firme ni escriba nada más: si no, la papeleta no vale.
