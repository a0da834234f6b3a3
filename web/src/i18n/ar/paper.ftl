# On ballot papers: a paper says it in every language of its round
paper-rehearsal = تجربة – لا شيء هنا يُحتسب
paper-how-approval = ضع علامة × أمام { $min } على الأقل و{ $max } على الأكثر.
paper-how-choice = ضع علامة × أمام واحد.
paper-how-knapsack = ضع علامة × أمام { $max } على الأكثر، على ألا تتجاوز تكلفتها معًا { $envelope }.
paper-how-points = اكتب نقاطًا: { $total } في المجموع، و{ $each } على الأكثر للواحد، لـ{ $max } على الأكثر.
paper-how-ranking = اكتب المراتب: 1 للأفضل ثم 2 وهكذا، { $max } على الأكثر.
paper-how-scores = اكتب درجات من { $low } إلى { $high } لـ{ $max } على الأكثر.
paper-how-questions = ضع علامة × أمام جواب واحد لكل سؤال.
paper-yes = نعم
paper-no = لا
paper-abstain = امتناع
paper-blank = يمكن ترك قائمة فارغة.
paper-unsigned = لا توقّع ولا تكتب شيئًا آخر، وإلا بطلت الورقة.
