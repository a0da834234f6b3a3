# المكتب أثناء التصويت
watch-title = المتابعة
watch-noscript = تحتاج متابعة التصويت إلى JavaScript.
watch-as-of = بحسب { $when }.
watch-stale = هذه ليست أحدث البيانات
watch-not-open = لم يُفتح التصويت بعد: لا توجد مشاركة.

watch-attention = ما يحتاج إلى انتباه
watch-attention-count = { $count ->
    [0] لا شيء يحتاج إلى انتباه الآن.
    [one] أمر واحد يحتاج إلى انتباه.
    [two] أمران يحتاجان إلى انتباه.
   *[other] أمور تحتاج إلى انتباه: { $count }.
  }
alert-level-ok = على ما يرام
alert-level-unknown = غير معروف
alert-level-warning = يستحق النظر
alert-level-critical = عاجل
alert-witnesses = الشهود
alert-witnesses-none = ليس لسجل هذه المدينة شهود.
alert-witnesses-fine = وقّع جميع الشهود السجل مؤخرًا.
alert-witness-never = لم يوقّع { $name } أحدث سجل بعد.
alert-witness-late = آخر توقيع من { $name } كان { $when }.
alert-unwitnessed = القيود منذ { $when } شهودها أقل من اللازم.
alert-witnesses-do = التصويت مستمر. اسأل القائمين على الشاهد هل يعمل خادمهم ويصل إلى هذا الخادم؛ لا يبدأ الفرز من دون شهود.
alert-trustees = أمناء المفتاح
alert-trustees-none = لا يُنتظر أحد.
alert-trustees-wait = { $step }: يُنتظر { $needed } من { $names } منذ { $when }.
alert-trustees-wait-elsewhere = في تصويت آخر، { $step }: يُنتظر { $needed } من { $names } منذ { $when }.
alert-step-commit = بدء المفتاح
alert-step-join = الانضمام إلى المفتاح
alert-step-message = صنع المفتاح
alert-step-signature = تأكيد المفتاح
alert-step-acknowledgement = إقرار الفتح
alert-step-mix = الخلط
alert-step-share = فتح الأوراق
alert-trustees-do = اتصل بهم: البرنامج على حاسوبهم يقول ماذا ينتظر.
alert-clock = الساعات
alert-clock-database = الفرق بين ساعتي الخادم وقاعدة البيانات بالثواني: { $seconds }.
alert-clock-witness = الفرق عن آخر شاهد وقّع بالثواني: { $seconds }.
alert-clock-do = ساعة الخادم تقرر متى ينتهي التصويت. اسأل المشغّل هل تضبط الأجهزة ساعاتها عبر NTP.
alert-disk = الأقراص
alert-disk-data = مجلد البيانات: { $percent } % فارغ.
alert-disk-data-unknown = مجلد البيانات: غير معروف.
alert-disk-database = قاعدة البيانات: { $percent } % فارغ.
alert-disk-database-unknown = قاعدة البيانات: المساحة الفارغة غير معروفة.
alert-disk-do = القرص الممتلئ يوقف التصويت. اطلب من المشغّل إفراغ مساحة، أو تحديد مكان قاعدة البيانات (الخيار database_folder).
alert-backup = النسخ الاحتياطي
alert-backup-unknown = لم يُخبَر الخادم متى تُؤخذ النسخ.
alert-backup-never = لم تُؤخذ أي نسخة بعد.
alert-backup-last = آخر نسخة: { $when }.
alert-backup-do = اطلب من المشغّل النظر في النسخ الاحتياطي، أو إخبار الخادم به (الخيار backup_marker).
alert-sequencer = السجل العام
alert-sequencer-fine = الأوراق والأعمال تُسجَّل.
alert-sequencer-stopped = لم يُسجَّل شيء منذ { $when }. يُطلب من المصوتين المحاولة من جديد، ولا يفقدون شيئًا.
alert-sequencer-do = اتصل بالمشغّل الآن. يتابع الخادم من نفسه متى أُصلح ما يذكره.

watch-turnout = المشاركة
watch-rounded = أرقام مقرّبة
watch-rounded-detail = يرى دورك عشرات بحسب { $when }، كي لا يظهر أي صوت مفرد.
watch-voters = المصوتون
watch-ballots = الأوراق
watch-listed = الرموز
watch-withdrawn = مسحوبة
watch-share = { $percent } % من { $listed } رمز
watch-ballots-about = مع التي حلّت محلها ورقة لاحقة
watch-withdrawn-about = مصوتون سُحبت رموزهم
watch-percent = { $percent } %
watch-part = أين
watch-hours = بحسب الساعة
watch-hours-none = لم يصوّت أحد بعد.
watch-hours-again = صوّتوا من جديد
watch-hours-alt = أعمدة: { $count }؛ أعلاها { $name } وعدد المصوتين فيه { $voters }. في الجدول أدناه كل الأرقام.
watch-hour = الوقت
watch-table = الأرقام في جدول
watch-channels = بحسب طريقة تسليم الرموز
watch-channel-letter = رسائل
watch-channel-card = بطاقات
watch-channel-walk-in = عند المكتب
watch-channel-spare = رموز احتياطية
watch-sites = بحسب المكان
watch-no-site = بلا مكان
watch-districts = بحسب الحي

watch-visits = إلى أين يصل الناس
watch-visits-about = زيارات صفحة التصويت، مجاميع بالأيام. لا يُتتبَّع أحد: تقول الزيارة إنها وصلت إلى خطوة، ولا شيء غير ذلك. لا تُحسب أجهزة أماكن الاقتراع.
watch-visits-rounded = يرى دورك الأيام المنتهية، بالعشرات.
watch-visits-none = لم تُحسب أي زيارة بعد.
watch-visits-day = اليوم
watch-visits-all = كل الأيام
watch-visits-count = الزيارات
watch-visits-kept = من الخطوة السابقة
watch-step = الخطوة
watch-step-opened = فتح الورقة
watch-step-chosen = اختار شيئًا
watch-step-reviewed = راجع اختياره
watch-step-code = كتب رمزًا
watch-step-cast = أدلى بالورقة

watch-incidents = التمديدات والحوادث
watch-incidents-about = كلاهما علني فورًا، بسبب من قائمة ومن دون أسماء.
watch-incidents-public = كما يراها الجميع
watch-incidents-clerks = يقترحها ويوقّعها كتّاب هذا التصويت.
watch-extend = تمديد التصويت
watch-note = تسجيل حادثة
watch-note-about = لا يغيّر شيئًا، ويقول علنًا إن شيئًا حدث.
watch-note-go = اقترح التسجيل
