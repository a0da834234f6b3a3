# أعمال يوقّعها الناس: ما تقوله
act-credential-list = يحق التصويت لهذه الرموز، وعددها { $total }
act-opening = فتح التصويت وفق هذا التعريف، بهذه الرموز وبهذا المفتاح
act-void = إلغاء الرمز { $serial } ({ $reason })
act-batch-void = إلغاء كل رموز الدفعة { $batch } ({ $reason })
act-issue = تسليم رمز من الدفعة { $batch }
act-reissue = تسليم رمز من الدفعة { $batch } بدل { $serial }
act-extension = تمديد التصويت: { $when } ({ $reason })
act-voting-closed = إنهاء التصويت الآن ({ $reason })
act-note = تسجيل حادث: { $incident }
act-sealing = ختم التصويت: لا تدخل ورقة بعد الآن ولا تخرج
act-draw-source = تُحسم حالات التعادل بالقرعة بواسطة { $source }: { $value }
act-certified = التصديق على هذه النتيجة
act-correction = وضع هذه النتيجة مكان السابقة ({ $reason })
act-annulment = إلغاء التصويت ({ $reason }). لا رجعة في ذلك.
act-other = عمل من نوع { $type }

act-fact-list = قائمة الرموز، SHA-256
act-fact-definition = التعريف، SHA-256
act-fact-codes = قائمة الرموز، SHA-256
act-fact-key = مفتاح الانتخاب
act-fact-predecessor = بدل التصويت
act-fact-result = result.json، SHA-256
act-fact-successor = تنتقل رموزه إلى التصويت
act-fact-totals = أوراق التصويت
act-bytes = (البايتات: { $count })
act-total-contest = القائمة
act-total-ballots = المُدلى بها
act-total-replaced = المستبدلة
act-total-withdrawn = المسحوبة
act-total-input = المطلوب فرزها
act-total-withheld = المحجوبة
act-source-dice = النرد
act-source-drand = drand

act-reason = السبب، للسجل العام
act-reason-choose = اختر سببًا
act-reason-missing = اختر سببًا.
act-proposed = تم الاقتراح، وينتظر التوقيعات.
act-extend-about = يتأخر الإغلاق على الجميع، ولا يمكن إرجاعه.
act-extend-by = المدة الإضافية
act-extend-until = ينتهي التصويت عندئذ { $when }.
act-extend-go = اقترح التمديد
act-minutes = { $count ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
   *[other] { $count } دقيقة
  }
act-hours = { $count ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
   *[other] { $count } ساعة
  }
act-days = { $count ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
   *[other] { $count } يومًا
  }
act-reason-lost = ضاع
act-reason-stolen = سُرق
act-reason-moved = انتقال السكن
act-reason-deceased = وفاة
act-reason-wrong-person = سُلّم إلى شخص آخر
act-reason-paper-vote = تصويت ورقي
act-reason-duplicate = سُلّم مرتين
act-reason-outage = انقطاع الخدمة
act-reason-attack = هجوم
act-reason-access = تعذّر الوصول
act-reason-delivery = تأخر وصول الرموز
act-reason-everyone-voted = صوّت الجميع
act-reason-assembly-ended = انتهت الجمعية
act-reason-definition-error = خطأ في التعريف
act-reason-failure = خلل
act-reason-court-order = أمر قضائي
act-reason-count-error = خطأ في الفرز
act-reason-crash = توقف برنامج
act-reason-trustee-unavailable = أحد الأمناء غير متاح
act-reason-invalid-message = رسالة غير صالحة
act-reason-other = سبب آخر

# ما يُفعل بها
act-unreadable = عمل لا تستطيع هذه الصفحة قراءته
act-unreadable-detail = نصّه تالف أو يخص تصويتًا آخر. لا توقّعه، وأخبر من يديرون الخادم.
act-proposed-by = اقترحه { $name }، { $when }.
act-exact = النص الذي يُوقَّع بحروفه
act-exact-about = ما كُتب أعلاه قُرئ من هذا النص وحده.
act-digest = بصمته:
act-state-proposed = ينتظر التوقيع
act-state-submitted = في طريقه إلى السجل
act-state-done = في السجل
act-state-refused = مرفوض
act-state-withdrawn = مسحوب
act-need = { $role }: { $count }.
act-need-signed = وقّع: { $names }.
act-need-waits = يستطيع التوقيع: { $names }.
act-role-clerk = أمانة السر
act-role-registrar = السجل
act-role-facilitator = التيسير
act-signed-by = وقّعه { $names }.
act-you-have-signed = لقد وقّعت. يسري مفعوله حين يوقّع الآخرون.
act-on-its-way = لقد وقّعت. هو في طريقه إلى السجل.
act-elsewhere = مفتاحك ليس على هذا الجهاز. أحضر ملفه إلى هنا، أو وقّع حيث يوجد:
act-unnamed = لا يعرف هذا التصويت أي مفتاح لك على هذا الجهاز. فقد ثُبّت بمفاتيح أخرى، فليوقّع غيرك من المذكورين هنا، أو وقّع أنت بمفتاحك القديم:
act-sign = توقيع
act-sign-go = وقّع
act-with-key = بمفتاحك { $number }:
act-passphrase = عبارة مرور مفتاح التوقيع
act-sending = جارٍ التسليم …
act-bad-signature = الخادم لا يقبل هذا التوقيع.
act-withdraw = سحب الاقتراح
act-withdraw-ask = أتريد سحب هذا الاقتراح؟
act-withdraw-detail = تسقط التوقيعات التي عليه، ولا يدخل منه شيء في السجل. ويمكن اقتراحه من جديد.
