result-funded = مموَّلة
result-not-funded = غير مموَّلة
result-project = المشروع
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
# ما تقوله الصور والمقارنات بجانب النتيجة
figure-votes = { $votes ->
    [zero] لا أصوات
    [one] صوت واحد
    [two] صوتان
    [few] { $votes } أصوات
   *[other] { $votes } صوتًا
  }
figure-score = النتيجة { $score }
margin-yes = { $more ->
    [one] كانت «نعم» إضافية واحدة كافية لإقراره.
   *[other] كانت { $more } من «نعم» الإضافية كافية لإقراره.
  }
result-served = { $served } من { $voters } من المصوّتين ({ $percent } %) يحصلون على مشروع واحد على الأقل صوّتوا له.
purses-about = تبيّن الصورة تحته من يدفع. كل عمود مجموعة من المصوّتين: عرضه بقدر عددهم، وارتفاعه بقدر ما كان لكل واحد منهم في البداية. اللون القوي ما يدفعونه لهذا المشروع، والخفيف ما يبقى لهم؛ والفارغ أُنفق من قبل.
rules-heading = بطاقات الاقتراع نفسها بقواعد أخرى
rules-about = قاعدة هذا التصويت وحدها هي التي تقرّر. وهذا ما كانت قواعد أخرى ستفضي إليه من البطاقات نفسها.
rules-own = قاعدة هذا التصويت
rules-outcome = { $projects ->
    [zero] لا مشاريع
    [one] مشروع واحد
    [two] مشروعان
    [few] { $projects } مشاريع
   *[other] { $projects } مشروعًا
  } بمبلغ { $cost }. { $served } من { $voters } من المصوّتين ({ $percent } %) يحصلون على مشروع واحد على الأقل صوّتوا له.
rules-same = كل هذه القواعد تموّل المشاريع نفسها.
rule-name-votes = الأكثر أصواتًا أولًا
rule-name-points = الأكثر نقاطًا أولًا
rule-name-borda = الأعلى مراتب أولًا
rule-name-per-cost = الأكثر تأييدًا لكل وحدة من التكلفة أولًا
rule-name-equal-shares = حصص متساوية، والباقي حسب الأصوات
rule-name-phragmen = طريقة فراغمين
turnout-heading = المشاركة
turnout-codes = صوّت { $voters } من { $listed } ({ $percent } %).
purpose-letter = رموز أُرسلت بالبريد
purpose-card = رموز على بطاقات
purpose-walk-in = رموز سُلّمت في المكتب
purpose-spare = رموز احتياطية
chart-votes = أصوات كل مشروع
chart-answers = الإجابات عن كل سؤال
chart-turnout = المصوّتون كل يوم
chart-alt = { $title }: رسم بياني. تقول الصفحة الشيء نفسه بالكلمات.
chart-svg = حفظ بصيغة SVG
chart-embed = التضمين أو الاستشهاد
chart-embed-code = لعرض هذا الرسم في صفحة أخرى، ضع فيها:
chart-cite = للاستشهاد به:
verify-heading = لا تصدّق: تحقّق
verify-holds = تحتوي الحزمة الموقّعة على كل صوت كما أُدلي به، وهو ما زال مشفّرًا، مع كل البراهين والتوقيعات.
verify-run = نزّلها وشغّل folkmoot-verify على حاسوب لك: يتحقّق من ذلك كله، بما فيه الخلط والفتح، ويعيد الفرز.
verify-sure = إذا نجحت كل الفحوص، فهذه النتيجة ناتجة عن السجل العام، أيًّا كان من يدير الخوادم.
data-about = هذه العناوين ثابتة، ويجوز لصفحات المواقع الأخرى قراءتها.
data-result = النتيجة مع كل خطوة من الفرز
data-views = قواعد أخرى، ومن دفع ماذا، والمشاركة حسب الأيام
data-verification = ما قاله برنامج التحقق عن الحزمة قبل نشرها
data-explanation = ما كان سيغيّر النتيجة
data-projects = جدول بكل المشاريع
data-ballots = بطاقات الاقتراع المفكوكة التشفير لقائمة واحدة
data-sums = مجاميع التحقق لكل ملفات الحزمة
data-signature = توقيع كاتب عليها
data-certificate = الشهادة، للطباعة
rule-differs-skip = مع تجاوز ما لا تتسع له الميزانية
rule-differs-stop = مع التوقف عند أول ما لا تتسع له الميزانية
rule-differs-threshold = فقط ابتداءً من { $votes } صوتًا
rule-differs-none = دون إنفاق الباقي
rule-differs-utilitarian = والباقي بحسب الأصوات
rule-differs-add1 = مع رفع الحصص خطوة خطوة
rule-differs-add1u = مع رفع الحصص خطوة خطوة ثم الباقي بحسب الأصوات
