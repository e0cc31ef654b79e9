
import comms.search
import comms.validators
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_admin_log_append_only'),
        ('planning', '0004_comment_corrected'),
        ('providers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=20, unique=True, verbose_name='référence')),
                ('title', models.CharField(max_length=160, validators=[comms.validators.one_line], verbose_name='titre')),
                ('state', models.CharField(choices=[('need', 'Besoin'), ('awarded', 'Attribuée'), ('cancelled', 'Annulée')], default='need', editable=False, max_length=10, verbose_name='état')),
                ('context', models.TextField(max_length=4000, verbose_name='contexte')),
                ('objective', models.TextField(blank=True, max_length=2000, verbose_name='objectif')),
                ('audience', models.CharField(blank=True, max_length=200, validators=[comms.validators.one_line], verbose_name='public')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('place', models.CharField(blank=True, max_length=200, validators=[comms.validators.one_line], verbose_name='lieu')),
                ('site_contact', models.CharField(blank=True, max_length=200, validators=[comms.validators.one_line], verbose_name='contact sur place')),
                ('rights_wanted', models.TextField(blank=True, max_length=2000, verbose_name='droits souhaités')),
                ('credit_line', models.CharField(blank=True, max_length=160, validators=[comms.validators.one_line], verbose_name='crédit à porter')),
                ('image_consent', models.CharField(choices=[('nobody', 'Personne de reconnaissable'), ('unit', 'La cellule communication'), ('department', 'La direction'), ('provider', 'Le prestataire')], default='nobody', max_length=10, verbose_name='autorisations de droit à l’image')),
                ('corrections', models.PositiveSmallIntegerField(default=2, verbose_name='tours de corrections compris')),
                ('ceiling', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='plafond (F CFP HT)')),
                ('needed_on', models.DateField(blank=True, null=True, verbose_name='attendue pour le')),
                ('awarded_amount', models.PositiveBigIntegerField(editable=False, null=True, verbose_name='montant (F CFP HT)')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='écrite le')),
                ('searched', models.GeneratedField(db_persist=True, expression=comms.search.Plain(django.db.models.functions.text.Concat('reference', models.Value(' '), 'title')), output_field=models.TextField())),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='planning.action', verbose_name='action')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='people.department', verbose_name='pour la direction')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions_led', to=settings.AUTH_USER_MODEL, verbose_name='suivie par')),
                ('provider', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='providers.provider', verbose_name='prestataire')),
                ('trade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='providers.trade', verbose_name='métier')),
            ],
            options={
                'verbose_name': 'mission',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveBigIntegerField(verbose_name='montant (F CFP HT)')),
                ('reason', models.TextField(max_length=2000, verbose_name='motif du choix')),
                ('procedure', models.CharField(blank=True, max_length=160, validators=[comms.validators.one_line], verbose_name='procédure')),
                ('source', models.CharField(blank=True, max_length=200, validators=[comms.validators.one_line], verbose_name='texte')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='décidé le')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='providers.provider', verbose_name='prestataire')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='missions.mission', verbose_name='mission')),
            ],
            options={
                'verbose_name': 'attribution',
                'ordering': ['-decided_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MissionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=160, validators=[comms.validators.one_line], verbose_name='livrable')),
                ('format', models.CharField(blank=True, max_length=80, validators=[comms.validators.one_line], verbose_name='format')),
                ('size', models.CharField(blank=True, max_length=80, validators=[comms.validators.one_line], verbose_name='taille ou durée')),
                ('quantity', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='quantité')),
                ('expected_on', models.DateField(blank=True, null=True, verbose_name='attendu le')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='missions.mission', verbose_name='mission')),
            ],
            options={
                'verbose_name': 'livrable demandé',
                'verbose_name_plural': 'livrables demandés',
                'ordering': ['mission', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='mission',
            index=models.Index(fields=['-created_at', '-id'], name='mission_by_day'),
        ),
        migrations.AddIndex(
            model_name='mission',
            index=django.contrib.postgres.indexes.GinIndex(fields=['searched'], name='mission_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('awarded_amount__isnull', False), ('provider__isnull', False), ('state', 'awarded')), models.Q(('awarded_amount', None), ('provider', None), ('state__in', ['need', 'cancelled'])), _connector='OR'), name='awarded_mission_has_its_provider_and_amount'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('ceiling', None), ('awarded_amount', None), ('awarded_amount__lte', models.F('ceiling')), _connector='OR'), name='mission_is_awarded_under_its_ceiling', violation_error_message='Le montant dépasse le plafond de la mission.'),
        ),
        migrations.AddConstraint(
            model_name='missionitem',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='mission_item_is_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='missionitem',
            constraint=models.UniqueConstraint(fields=('mission', 'label'), name='mission_item_is_once', violation_error_message='Ce livrable est déjà demandé.'),
        ),
    ]
