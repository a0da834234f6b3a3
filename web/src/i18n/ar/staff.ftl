# ما تشترك فيه صفحات العاملين
staff-navigation = العاملون
staff-home = عمليات التصويت لديك
staff-account = الحساب
staff-key = مفتاح التوقيع
staff-people = الأشخاص
sign-in-done = تم تسجيل الدخول باسم { $name }.
sign-in-role = { $role } في { $assembly }
sign-out = تسجيل الخروج
roles-title = أدوارك
roles-none = لا أدوار بعد.
role-administrator = مدير
role-facilitator = ميسّر
role-reviewer = مراجع
role-clerk = كاتب
role-registrar = أمين سجل الرموز
role-trustee = أمين المفتاح
role-observer = مراقب
go-on = متابعة
cancel = إلغاء

confirm-title = هل ما زلت أنت؟
confirm-about = لا يمكن التراجع عن هذا، لذلك نسألك مرة أخرى. لن نسألك خلال الدقائق الخمس القادمة.
confirm-either = كلمة المرور، أو رمز التطبيق
confirm-password = كلمة المرور
confirm-go = تأكيد

problem-bad-login = اسم الدخول أو كلمة المرور غير صحيح.
problem-bad-code = الرمز غير صحيح، أو استُعمل من قبل. انتظر الرمز التالي.
problem-too-many-attempts = محاولات كثيرة. انتظر بضع دقائق.
problem-invitation-ended = هذا الرابط استُعمل أو انتهى أو سُحب. اطلب رابطًا جديدًا من المدير.
problem-forbidden = أدوارك لا تسمح بهذا.
problem-conflict = لا يمكن فعل هذا: إما أنه لدى شخص آخر أو أنه غير موجود.
problem-quota = أرسلتم ما يُسمح لشخص واحد به من الصور في ٣٠ يومًا. ويمكن لمشغّل الخادم السماح بالمزيد.
problem-not-found = لم يعد هذا موجودًا. أعد تحميل الصفحة.
problem-not-signed-in = لم تعد مسجّل الدخول. سجّل الدخول من جديد في نافذة أخرى ثم تابع هنا.

password-hint = 12 حرفًا على الأقل. بضع كلمات لا صلة بينها يصعب تخمينها ويسهل تذكرها.
password-short = كلمة المرور قصيرة: يجب أن تكون 12 حرفًا على الأقل.
password-show = إظهارها أثناء الكتابة
password-new = كلمة مرور جديدة

totp-title = تطبيق المصادقة
totp-about = إثبات ثانٍ إلى جانب كلمة المرور: تطبيق على هاتفك يعرض رمزًا جديدًا كل 30 ثانية. يصلح أي تطبيق TOTP، مثل Aegis أو FreeOTP أو 2FAS أو Google Authenticator.
totp-qr = رمز لتطبيق المصادقة
totp-scan = امسح هذا بالتطبيق.
totp-open = أو افتح التطبيق من الهاتف نفسه
totp-type = أو اكتب هذا فيه:
totp-code = الرمز الذي يعرضه التطبيق
totp-code-hint = ستة أرقام
totp-code-missing = اكتب الأرقام الستة التي يعرضها التطبيق.
totp-missing = ليس لحسابك تطبيق مصادقة
totp-missing-detail = من يعرف كلمة مرورك يستطيع الدخول باسمك.
totp-set-up = إعداد تطبيق مصادقة
totp-later = سأفعل هذا لاحقًا

recovery-title = رموز الاسترداد
recovery-about = من دون التطبيق يتيح لك كل رمز منها الدخول مرة واحدة. لن تُعرض مرة أخرى: احفظها على الورق، أو في مدير كلمات مرور ليس على الهاتف نفسه.
recovery-file = رموز الاسترداد لـ { $login } في { $host }؛ يُستعمل كل منها مرة واحدة.
recovery-save = حفظ في ملف
recovery-print = طباعة
recovery-kept = وضعتها في مكان آمن

key-passphrase-wrong = عبارة المرور غير صحيحة.
key-working = جارٍ العمل. يستغرق هذا لحظة عن قصد:
key-file-wrong = ليس هذا ملف مفتاح سري من minisign، أو هو تالف.
kind-legend = نوع التصويت
kind-real = حقيقي
kind-real-about = يُعدّ ويُصدَّق عليه.
kind-rehearsal = تجربة
kind-rehearsal-about = للتدريب: تبدو مختلفة في كل مكان ولا يمكن التصديق عليها أبدًا.
work-untitled = تصويت بلا عنوان
