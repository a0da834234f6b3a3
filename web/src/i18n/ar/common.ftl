# إطار كل الصفحات
site-skip = الانتقال إلى المحتوى
site-navigation = الموقع
site-languages = اللغات
site-rounds = عمليات التصويت
site-check = التحقق من صوت
site-staff = للعاملين
site-footer = فولكموت (Folkmoot) برنامج حر ⁦(AGPL‑3.0‑or‑later)⁩. يمكن لأي شخص أن يتحقق من السجل العام.
site-desks = العاملون
site-acts = أعمال العاملين

loading = جارٍ التحميل…
load-failed = تعذّر التحميل
try-again = حاول مرة أخرى
back = رجوع
closes = ينتهي التصويت في { $when }.
rehearsal = تجربة: لا شيء هنا يُحتسب
steps-label = الخطوات
steps-done = (تمّت)
close-dialog = إغلاق
error-summary-title = هناك مشكلة
option-number = رقم { $number }
option-more = المزيد عن { $title }

failure-network = لم يصل أي رد. تحقق من الاتصال وحاول مرة أخرى.
failure-server = لم يتمكن الخادم من الرد. حاول مرة أخرى بعد قليل.
failure-not-found = لا توجد عملية تصويت كهذه.
failure-not-open = هذا التصويت غير مفتوح.
failure-check = ما أرسله الخادم لم يجتز الفحوص. لا تعتمد عليه، وأبلغ القائمين على هذا التصويت.
failure-log-key = يعرض الخادم مفتاحًا للسجل العام غير الذي عرضه من قبل على هذا الجهاز. لا تتابع، وأبلغ القائمين على هذا التصويت.

check-code-heading = رمز التحقق
receipt-when = وقت التسجيل
receipt-tracker = رقم التتبع
lines-serial = الرمز ذو الرقم التسلسلي { $serial }
lines-none = لم يُدلَ بأي صوت بهذا الرمز.
lines-void = سُحب هذا الرمز في { $when }.
void-lost = السبب: فقدان.
void-stolen = السبب: سرقة.
void-moved = السبب: انتقال السكن.
void-deceased = السبب: وفاة.
void-wrong-person = السبب: سُلِّم إلى شخص آخر.
void-paper-vote = السبب: تصويت على الورق.
void-duplicate = السبب: سُلِّم مرتين.
void-other = السبب: غير ذلك.
verdict-counts = محتسَب
verdict-replaced = مستبدَل
verdict-withdrawn = مسحوب
witnesses-nobody = لا يراقب هذا السجل أحد سوى المدينة نفسها. فلا بد من الثقة بأنها تعرض السجل نفسه على الجميع.
witnesses-waiting = لم يوقّع الشهود بعد السجل العام الذي فيه هذا الصوت. وهم يوقّعون كل بضع دقائق.
witnesses-seen = وقّع السجل العام الذي فيه هذا الصوت { $names }، وآخر توقيع { $when }. ولا يمكن أن يُعرض على أحد سجل آخر من دون مساعدتهم.

picked-blank = لم يُختر شيء: لا صوت في هذه القائمة.
picked-cost = المجموع
picked-left-money = لا يزال بإمكانك إنفاق { $amount }.
picked-left-choices = { $count ->
    [one] يمكن اختيار واحد آخر.
    [two] يمكن اختيار اثنين آخرين.
    [few] يمكن اختيار { $count } آخرين.
   *[other] يمكن اختيار { $count } آخر.
  }
picked-left-points = { $count ->
    [one] يمكن إعطاء نقطة أخرى.
    [two] يمكن إعطاء نقطتين أخريين.
    [few] يمكن إعطاء { $count } نقاط أخرى.
   *[other] يمكن إعطاء { $count } نقطة أخرى.
  }
points-given = { $points ->
    [zero] لا نقاط
    [one] نقطة واحدة
    [two] نقطتان
    [few] { $points } نقاط
   *[other] { $points } نقطة
  }
rank-place = المرتبة { $place }
score-given = الدرجة { $score }
answer-none = بلا إجابة
answer-yes = نعم
answer-no = لا
answer-abstain = امتناع
