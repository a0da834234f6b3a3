result-funded = مموَّلة
result-not-funded = غير مموَّلة
result-project = المشروع
result-project-cost = التكلفة
result-bar-funded = يمثّل الشريط الميزانية كلها: ما أُنفق من قبل، ثم هذا المشروع.
result-bar-not-funded = يمثّل الشريط التكلفة: مقدار ما كان متاحًا منها.
start-endowment = يبدأ كل مصوّت بمبلغ { $amount }.
start-added = منه { $amount } أُضيفت للجميع، ليُنفق قدر أكبر من الميزانية.
start-overspent = بزيادة { $more } لكل واحد، كانت المشاريع ستكلّف { $cost } إجمالًا، وهو أكثر من المتاح.
start-comparison = { $scores ->
    [zero] لا يفضّل أحد
    [one] مصوّت واحد يفضّل
    [two] مصوّتان يفضّلان
    [few] { $scores } مصوّتين يفضّلون
   *[other] { $scores } مصوّتًا يفضّلون
  } ما تموّله النتائج وحدها، و{ $shares ->
    [zero] لا أحد يفضّل
    [one] واحد يفضّل
    [two] اثنان يفضّلان
   *[other] { $shares } يفضّلون
  } ما تموّله الحصص المتساوية.
start-by-score = لذلك تحسم النتائج وحدها.
start-by-shares = لذلك تبقى الحصص المتساوية.
why-fits = كان الباقي { $left } عندما جاء دوره.
why-misfit = كان الباقي { $left } عندما جاء دوره: ينقصه { $lack }.
why-nothing-left = لم يبقَ شيء عندما جاء دوره.
why-below-threshold = ينقصه { $missing } ليبلغ { $threshold } اللازمة.
why-conflict = يستبعده { $title } الذي مُوِّل قبله.
why-stopped = كان الفرز قد انتهى قبل دوره، عند مشروع لم يتسع له المال.
why-paid = { $voters ->
    [one] يدفع ثمنه مصوّت واحد
    [two] يدفع ثمنه مصوّتان
    [few] يدفع ثمنه { $voters } مصوّتين
   *[other] يدفع ثمنه { $voters } مصوّتًا
  }، بما لا يزيد على { $amount } لكل واحد.
why-emptied = { $voters ->
    [one] واحد منهم لم يبقَ
    [two] اثنان منهم لم يبقَ
   *[other] { $voters } منهم لم يبقَ
  } له شيء.
why-unaffordable = بقي لدى مؤيديه معًا { $left }: ينقصهم { $lack }.
why-unsupported = لا يؤيده أحد.
why-unsupported-fits = لا يؤيده أحد، لكن كل ما عداه أخذ دوره، والمال يتسع له.
why-rest = يُوزَّع باقي المال بحسب النتيجة؛ ونتيجته { $score }.
why-shared = { $voters ->
    [one] يدفع ثمنه مصوّت واحد.
    [two] يدفع ثمنه مصوّتان معًا.
    [few] يدفع ثمنه { $voters } مصوّتين معًا.
   *[other] يدفع ثمنه { $voters } مصوّتًا معًا.
  }
why-load = دفع كل من مؤيديه حتى الآن { $amount } إجمالًا.
why-load-too-late = كان الفرز قد انتهى قبل دوره، حين كان كل من مؤيديه سيدفع { $amount } إجمالًا.
margin-votes = { $more ->
    [one] كان صوت واحد إضافي كافيًا لفوزه.
    [two] كان صوتان إضافيان كافيين لفوزه.
    [few] كانت { $more } أصوات إضافية كافية لفوزه.
   *[other] كان { $more } صوتًا إضافيًا كافيًا لفوزه.
  }
margin-points = { $more ->
    [one] كانت نقطة إضافية كافية لفوزه.
    [two] كانت نقطتان إضافيتان كافيتين لفوزه.
    [few] كانت { $more } نقاط إضافية كافية لفوزه.
   *[other] كانت { $more } نقطة إضافية كافية لفوزه.
  }
margin-voters = { $more ->
    [one] كان مصوّت إضافي واحد له وحده كافيًا لفوزه.
    [two] كان مصوّتان إضافيان له وحده كافيين لفوزه.
    [few] كان { $more } مصوّتين إضافيين له وحده كافين لفوزه.
   *[other] كان { $more } مصوّتًا إضافيًا له وحده كافيًا لفوزه.
  }
margin-voters-turn = كان عدد المصوّتين الإضافيين له وحده الكافي لفوزه { $more }، أما { $less } فلا.
margin-cost = كان سيفوز بتكلفة لا تزيد على { $cost }.
margin-cost-turn = كان سيفوز بتكلفة { $cost }، لا بأكثر منها بقليل.
margin-in = من دونه كانت ستفوز: { $titles }.
margin-out = من دونه لم تكن لتفوز: { $titles }.
