# أعمال السجل العام، يصوغها الخادم بالكلمات
acts-of-round = الأعمال: { $title }
acts-round-link = ما فعله القائمون على هذا التصويت
acts-lead = ما فعله القائمون على التصويت هنا، وما فعله الخادم من تلقاء نفسه، كما هو في السجل العام: ماذا، وبأي صفة، ولماذا، ومتى. لا يُذكر فيه اسم أي من السكان ولا شيء عما اختاره أحد.
acts-filter-round = التصويت
acts-filter-kind = الموضوع
acts-filter-role = من قام به
acts-filter-from = من
acts-filter-to = إلى
acts-filter-all = الكل
acts-filter-go = اعرض
acts-filter-reset = اعرض كل شيء
acts-mistake-day = اكتب اليوم على شكل سنة-شهر-يوم، مثل 2026-01-31.
acts-mistake = لا يوجد شيء بهذا الاسم. اختر مرة أخرى في الأسفل.
acts-none = لا يوجد عمل يوافق هذا الاختيار.
acts-older = أعمال أقدم
acts-newest = العودة إلى الأحدث
acts-feed = متابعة (Atom)
acts-data = كبيانات (JSON)
acts-whole-city = أعمال المدينة كلها
acts-entry = القيد { $index } في السجل
acts-in-preparation = تصويت قيد الإعداد
acts-reason = السبب: { $reason }
acts-signatures = { $count ->
    [one] بتوقيع واحد
    [two] بتوقيعين
    [few] بـ { $count } توقيعات
   *[other] بـ { $count } توقيعًا
  }

acts-kind-people = الأشخاص وأدوارهم
acts-kind-preparation = إعداد التصويت وفتحه
acts-kind-codes = الرموز
acts-kind-keys = مفتاح الأمناء
acts-kind-voting = أثناء التصويت
acts-kind-paper = الأوراق الورقية
acts-kind-counting = الفرز
acts-kind-result = النتيجة
acts-kind-erasing = المحو

acts-role-administrator = مدير
acts-role-facilitator = ميسّر
acts-role-reviewer = مراجع
acts-role-registrar = أمين سجل الرموز
acts-role-clerk = كاتب
acts-role-trustee = أمين المفتاح
acts-role-observer = مراقب
acts-role-server = الخادم

did-log-start = يتابع هذا السجل سجلًا سابقًا أُنهي علنًا.
did-staff = عمل يخص الحسابات: { $act }.
did-invitation = أُنشئ رابط يُعدّ به أحد العاملين دخوله.
did-withdraw-invitation = سُحب رابط لإعداد دخول.
did-end-access = فقد أحد العاملين كل دخول.
did-add-assembly = أُضيفت الجمعية { $assembly }.
did-give = أُعطي دور: { $role } في { $assembly }.
did-give-city = أُعطي دور: { $role }.
did-take = سُحب دور: { $role } في { $assembly }.
did-take-city = سُحب دور: { $role }.
did-draft = بدأ إعداد تصويت للجمعية { $assembly }.
did-draft-successor = بدأ إعداد تصويت للجمعية { $assembly } بدلًا من تصويت أُلغي.
did-definition = ثُبّت التصويت: يمكن قراءة قوائمه وقواعده ومواعيده، ولم يعد تغييرها ممكنًا.
did-batch-merge = ضُمّت دفعات صغيرة من الرموز إلى الدفعة { $into }.
did-credential-list = وُقّعت قائمة الرموز، وعدد رموزها { $total }.
did-trustee-commit = التزم أمين المفتاح { $trustee } بمفتاح لهذا التصويت.
did-trustee-join = كشف أمين المفتاح { $trustee } ذلك المفتاح.
did-dkg-message = أدّى أمين المفتاح { $trustee } الخطوة { $step } من 2 في صنع مفتاح التصويت.
did-dkg-restart = بدأ صنع مفتاح التصويت من جديد. هذه هي المحاولة { $attempt }.
did-opening = فُتح التصويت.
did-acknowledgement = تحقق أمين المفتاح { $trustee } من الفتح وأقرّه.
did-addition = أُضيفت رموز: { $total }.
did-issue = سُلّم رمز احتياطي من الدفعة { $batch }.
did-reissue = سُلّم رمز احتياطي من الدفعة { $batch } بدلًا من الرمز { $serial }.
did-void = سُحب الرمز ذو الرقم التسلسلي { $serial }.
did-batch-void = سُحبت كل رموز الدفعة { $batch }.
did-extension = مُدّد التصويت، وينتهي الآن { $when }.
did-note = سُجّلت حادثة.
did-voting-closed = انتهى التصويت.
did-paper = أُدخلت أوراق من { $site }، الصندوق { $box }: { $valid } صحيحة، { $blank } بيضاء، { $invalid } باطلة، { $spoiled } تالفة، من { $issued } سُلّمت.
did-paper-totals = أُدخلت مجاميع أوراق { $site }: { $valid } صحيحة، { $blank } بيضاء، { $invalid } باطلة، { $spoiled } تالفة، من { $issued } سُلّمت.
did-sealing = خُتم التصويت: لم يعد ممكنًا تغيير الأوراق التي تُفرز.
did-draw-source = أُدخلت القيمة العلنية التي تحسم التعادل ({ $source }).
did-mix = خلط أمين المفتاح { $trustee } أوراق القائمة { $contest }.
did-chain-restart = بدأ خلط أوراق القائمة { $contest } من جديد.
did-mixing-done = اكتمل خلط أوراق القائمة { $contest }.
did-share = أدّى أمين المفتاح { $trustee } نصيبه في فتح القائمة { $contest }.
did-counted = فُرزت الأوراق.
did-certified = صُدّقت النتيجة.
did-published = نُشرت النتيجة.
did-correction = حلّت نتيجة أخرى محل السابقة.
did-annulment = أُلغي التصويت.
did-annulment-successor = أُلغي التصويت، وتبقى رموزه صالحة للتصويت الذي يحل محله.
did-destruction = أتلف أمين المفتاح { $trustee } نصيبه من المفتاح.
did-purge = مُحيت بيانات لم تعد لازمة: { $what ->
    [marks] علامات منع التسليم المزدوج
    [sessions] الجلسات
   *[ciphertexts] الأوراق المشفرة
  }.

reason-lost = ضاع
reason-stolen = سُرق
reason-moved = انتقال السكن
reason-deceased = وفاة
reason-wrong-person = سُلّم إلى شخص آخر خطأً
reason-paper-vote = صوّت على الورق
reason-duplicate = سُلّم مرتين
reason-other = غير ذلك
reason-outage = تعذّر الوصول إلى الخدمة
reason-attack = هجوم
reason-access = تعذّر الوصول إلى مكان اقتراع أو جهاز
reason-delivery = تأخر وصول الرسائل أو الرموز
reason-on-time = حلّ الموعد المعلن
reason-everyone-voted = صوّت الجميع
reason-assembly-ended = انتهت الجمعية
reason-definition-error = خطأ في التعريف
reason-failure = عطل
reason-court-order = أمر محكمة
reason-count-error = خطأ في الفرز
reason-crash = تعطل برنامج أو جهاز
reason-trustee-unavailable = تعذّر الاتصال بأحد أمناء المفتاح
reason-invalid-message = أرسل أحد أمناء المفتاح ما لا يصح
