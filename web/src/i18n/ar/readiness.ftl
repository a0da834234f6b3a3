# What a draft lacks (docs/api/openapi.json, Finding), and what is wrong with a file (ImportFault)
readiness-missing = ينقص: { $what ->
    [kind] حقيقي أم تجربة
    [languages] اللغات
    [currency] العملة
    [minor-digits] العملة
    [revoting] هل يمكن تغيير الصوت
    [totals-only-paper] هل يجوز الورق مجاميعَ فقط
    [pruning-years] سنوات حفظ الأصوات المشفرة
    [roll-size] عدد المسجلين
    [roll-cap] أكبر عدد من الرموز
    [zone] المنطقة الزمنية
    [open] وقت فتح التصويت
    [close] وقت إغلاق التصويت
    [additions-end] حتى متى تضاف الرموز
    [grace] المهلة
    [objection] مهلة الاعتراض
    [complaint] مهلة الشكوى
    [contests] قائمة
    [districts] دائرة
    [district-contests] قوائم إحدى الدوائر
    [projects] مشاريع إحدى القوائم
    [conflicts] استبعادات إحدى القوائم
    [cost] تكلفة أحد المشاريع
    [envelope] مال إحدى القوائم
    [form] كيف تُعلَّم إحدى القوائم
    [rule] كيف تُعدّ إحدى القوائم
    [pool-min] أقل عدد ناخبين للعدّ
    [below-pool-min] ما يحدث مع ناخبين قليلين
    [facilitators] ميسّر
    [registrars] أمين سجل
    [clerks] كاتب
    [act-signers] كم كاتبًا يوقّع الأعمال
    [clerks-required] كم كاتبًا يصدّق
    [threshold] كم أمينًا يفتح الأصوات
    [trustee-name] اسم أحد الأمناء
    [draw] كيف تُجرى القرعة
    [beacon] المنارة
    [beacon-round] جولة المنارة
    [witness-policy] من يراقب السجل
   *[other] { $what }
  }.
readiness-title-missing = بلا عنوان بلغة ({ $language }): { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name }
readiness-translation-missing = غير مترجم ({ $language }): { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name }
readiness-text-invalid = نص بلغة ({ $language }) غير صالح: { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name } ({ $detail })
readiness-picture-unknown = الصورة ليست على الخادم: { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name }
readiness-picture-text-missing = الصورة بلا وصف بلغة ({ $language }): { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name }
readiness-language-not-of-round = نص بلغة ({ $language }) ليست من لغات التصويت: { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  } { $name }
readiness-language-invalid = «{ $language }» ليست لغة.
readiness-id-invalid = لا يصلح «{ $id }» معرّفًا: { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  }
readiness-id-double = المعرّف «{ $id }» مكرر: { $kind ->
    [round] التصويت
    [contest] القائمة
    [district] الدائرة
    [category] الفئة
   *[other] المشروع
  }
readiness-rehearsal = هذه تجربة: لا يمكن التصديق عليها أبدًا.
readiness-codes-over-cap = هناك { $listed } رمزًا والمسموح { $cap } على الأكثر.
readiness-cap-below-roll = { $cap } رمزًا على الأكثر لـ{ $size } من المسجلين: لن يستطيع الجميع التصويت.
readiness-zone-unknown = لا توجد المنطقة الزمنية { $zone }.
readiness-close-before-open = سيُغلق التصويت ({ $close }) قبل فتحه ({ $open }).
readiness-close-past = موعد الإغلاق مضى: { $close }.
readiness-open-past = موعد الفتح مضى: يبدأ التصويت حالما يُوقَّع الفتح.
readiness-additions-after-close = يمكن إضافة رموز ({ $additions }) بعد الإغلاق ({ $close }).
readiness-grace-too-long = المهلة { $max } دقيقة على الأكثر.
readiness-objection-none = لا مهلة اعتراض: لا أحد يستطيع الشكوى قبل فك التشفير.
readiness-complaint-none = لا مهلة شكوى بعد النتيجة.
readiness-definition = لا يمكن تثبيت هذا: { $detail }
readiness-envelope-below-all = { $contest }: حتى أرخص مشروع ({ $cheapest }) يكلف أكثر من مال القائمة ({ $envelope }): لا شيء يمكن أن يفوز.
readiness-projects-above-envelope = { $contest }: { $count } تكلّف أكثر من مال القائمة ولا يمكن أن تفوز، مثل { $project }.
readiness-envelope-enough-for-all = { $contest }: كل المشاريع معًا تكلف { $sum } والمتوفر { $envelope }: لا شيء يُقرَّر.
readiness-conflicts-with-rule = { $contest }: قاعدة عدّها لا تعرف الاستبعاد.
readiness-conflict-too-small = { $contest }: مجموعة استبعاد فيها أقل من مشروعين.
readiness-conflict-double = { $contest }: { $project } مكرر في مجموعة استبعاد.
readiness-conflict-unknown = { $contest }: مجموعة استبعاد تذكر { $project } وليس في القائمة.
readiness-form-invalid = { $contest }: حدود ورقة التصويت لا تتفق ({ $detail }).
readiness-form-more-than-projects = { $contest }: يمكن تعليم { $max } على الأكثر وليس هناك إلا { $projects }.
readiness-rule-invalid = { $contest }: لا يمكن قراءة قاعدة العدّ ({ $detail }).
readiness-rule-form = { $contest }: لا تُعدّ هذه الأوراق بهذه القاعدة.
readiness-patterns = { $contest }: يمكن تعليم الورقة بـ{ $bound ->
    [at-most] على الأكثر { $patterns }
    [at-least] على الأقل { $patterns }
   *[exact] { $patterns }
  } من الأنماط، وهناك { $listed } رمزًا. تُنشر الأصوات واحدًا واحدًا بعد الخلط: من يشتري الأصوات أو يُكره عليها قد يطلب نمطًا نادرًا ويبحث عنه. تفيد الأشكال الأبسط والحدود الأصغر.
readiness-pool-small = { $contest }: { $listed } رمزًا فقط، ويجب أن يصوّت { $minimum } على الأقل: قد يكونون قليلين جدًا.
readiness-contest-without-district = { $contest } ليست في ورقة أحد.
readiness-district-contest-double = دائرة فيها القائمة { $contest } مرتين.
readiness-district-contest-unknown = دائرة فيها قائمة غير موجودة: { $contest }.
readiness-codes-none = لا رموز بعد: يُنشئها الكاتب قبل الفتح.
readiness-district-without-codes = لا رموز للدائرة { $district }.
readiness-codes-without-district = الدفعة { $batch } للدائرة { $district } وهي غير موجودة.
readiness-lot-none = { $contest }: الأرقام لم تُحدَّد بالقرعة. للأول أفضلية.
readiness-lot-invalid = { $contest }: لا يمكن قراءة القرعة ({ $detail }).
readiness-lot-stale = { $contest }: تغيّرت المشاريع بعد قرعة أرقامها. أعد القرعة.
readiness-person-unknown = لا أحد له اسم الدخول «{ $login }».
readiness-person-double = { $name } مذكور مرتين لدور واحد.
readiness-person-without-key = { $name } ({ $login }) لا مفتاح توقيع له بعد.
readiness-person-without-role = { $name } ({ $login }) لا يحمل الدور في هذه الجمعية فلا يستطيع العمل.
readiness-clerk-names = لا يتميز اسما كاتبين في الملفات: { $name }، { $other }.
readiness-too-few-clerks = يجب أن يوقّع { $needed } كتّاب، والمذكورون { $clerks }.
readiness-one-signer = كاتب واحد يكفي حيث المعتاد اثنان. ويُخبَر الناخبون بذلك.
readiness-trustee-without-key = الأمين { $number } ({ $name }) لا مفتاح عامًا له بعد.
readiness-trustee-key-double = لـ{ $name } و{ $other } المفتاح نفسه.
readiness-too-few-trustees = الأمناء المذكورون { $trustees }: اثنان على الأقل أو الخادم وحده.
readiness-threshold-range = يفتح الأصوات أمينان على الأقل وكلهم على الأكثر.
readiness-threshold-all = لا بد من جميع الأمناء: إن فُقد واحد فلا نتيجة.
readiness-draw-needed = التعادل يُحسم بالقرعة ولا مصدر لها.
readiness-draw-by-trustees = مع الأمناء هم من يُجرون القرعة.
readiness-draw-in-public = الخادم وحده لا يُجري القرعة: بنرد علني أو بمنارة.
readiness-server-key = لم يعلن الخادم مفتاحه بعد. حاول بعد لحظة.
readiness-server-alone = الخادم وحده يحفظ المفتاح: من يديره يستطيع قراءة الأصوات. ويُخبَر الناخبون بذلك.
readiness-witnesses-none = لا أحد من الخارج يراقب السجل. ويُخبَر الناخبون بذلك.
readiness-witnesses-not-asked = لا شهود لسجل هذه المدينة: سينتظرهم التصويت إلى الأبد.
readiness-witness-policy-invalid = لا يمكن قراءة سياسة الشهود: { $detail }
import-column-unknown = لا يوجد عمود «{ $name }».
import-column-double = العمود «{ $name }» مكرر.
import-column-missing = العمود «{ $name }» ناقص.
import-too-many-cells = الخلايا أكثر من الأعمدة ({ $columns }).
import-id-missing = لا معرّف للمشروع.
import-id-invalid = لا يصلح «{ $value }» معرّفًا.
import-id-double = المعرّف «{ $value }» موجود في السطر { $first }.
import-cost-missing = لا تكلفة لـ{ $id }.
import-cost-invalid = «{ $value }» ليس مبلغًا: أرقام وقبل الكسور نقطة.
import-cost-decimals = في «{ $value }» أكثر من { $digits } خانات عشرية.
import-cost-range = «{ $value }» كبير جدًا.
import-category-invalid = لا يصلح «{ $value }» فئة.
import-title-missing = لا عنوان بلغة ({ $language }).
import-picture-unknown = الصورة { $value } ليست على الخادم.
import-text-invalid = نص بلغة ({ $language }) غير صالح ({ $detail }).
import-too-many-projects = أكثر من { $max } مشروع.
import-pabulib = لا يمكن قراءة ملف Pabulib: { $detail }
